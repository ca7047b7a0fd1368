package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider would refuse is refused, and what it takes is answered. */
class RulesTest {
  private static Probe probe;

  @BeforeAll
  static void start() {
    probe = new Probe();
  }

  @AfterAll
  static void stop() {
    probe.close();
  }

  private static void assertRefused(String path, String body, String why) throws IOException {
    HttpResponse<String> response = probe.post(path, body.replace('\'', '"'));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body().replace("\\\"", "\"")).contains(why);
  }

  private static void assertAnswered(String path, String body) throws IOException {
    HttpResponse<String> response = probe.post(path, body.replace('\'', '"'));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static final String CALL =
      "{'role':'assistant','tool_calls':[{'id':'abcdefgh1','type':'function','function':"
          + "{'name':'f','arguments':'{}'}}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'role':'robot','content':'x'}|Invalid value: 'robot'",
        "{'role':'tool','tool_call_id':'a','content':'x'}|preceeding message",
        CALL + "|did not have response messages: abcdefgh1",
        CALL + ",{'role':'user','content':'x'}|did not have response messages: abcdefgh1",
        CALL + ",{'role':'tool','tool_call_id':'other','content':'x'}|preceeding message",
        "{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f','arguments':{}}}]}"
            + "|that are a string",
        CALL
            + ",{'role':'tool','tool_call_id':'abcdefgh1','content':[{'type':'image_url',"
            + "'image_url':{'url':'data:image/png;base64,AA=='}}]}|of the role tool",
        "{'role':'user','content':[{'type':'image_url','image_url':{'url':'AA=='}}]}"
            + "|Invalid image URL"
      })
  void shouldRefuseWhatOpenAiRefusesInMessages(String messages, String why) throws IOException {
    assertRefused(
        Probe.OPENAI,
        "{'model':'gpt-4o','messages':[{'role':'user','content':'x'}," + messages + "]}",
        why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'stream_options':{'include_usage':true}|'stream' is enabled",
        "'max_tokens':1,'max_completion_tokens':1|at once",
        "'temperature':2.5|between 0 and 2",
        "'stop':['a','b','c','d','e']|too long",
        "'tool_choice':'auto'|'tools' are specified",
        "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'any'|'any'",
        "'tools':[{'type':'function','function':{'name':'an f'}}]|must match",
        "'response_format':{'type':'json_schema','json_schema':{'schema':{}}}|json_schema.name"
      })
  void shouldRefuseWhatOpenAiRefusesInOptions(String options, String why) throws IOException {
    assertRefused(
        Probe.OPENAI,
        "{'model':'gpt-4o','messages':[{'role':'user','content':'x'}]," + options + "}",
        why);
  }

  @Test
  void shouldRefuseTheOldOutputLimitForModelsThatReason() throws IOException {
    assertRefused(
        Probe.OPENAI,
        "{'model':'o3','messages':[{'role':'user','content':'x'}],'max_tokens':9}",
        "max_completion_tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'function_call_output','call_id':'a','output':'x'}|No tool call found",
        "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'}|No tool output found",
        "{'type':'function_call','name':'f','arguments':'{}'}|Missing required"
      })
  void shouldRefuseWhatOpenAiRefusesInItems(String item, String why) throws IOException {
    assertRefused(
        Probe.RESPONSES,
        "{'model':'gpt-4o','input':[{'role':'user','content':'x'}," + item + "]}",
        why);
  }

  private static final String USE =
      "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'f','input':{}}]}";
  private static final String RESULT = "{'type':'tool_result','tool_use_id':'a','content':'x'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'role':'assistant','content':'x'}|roles must alternate",
        "{'role':'user','content':'x'},{'role':'user','content':'x'}|roles must alternate",
        "{'role':'system','content':'x'}|'user' or 'assistant'",
        "{'role':'user','content':''},{'role':'assistant','content':'x'}|non-empty content",
        "{'role':'user','content':[{'type':'text','text':''}]}|non-empty",
        "{'role':'user','content':[{'type':'image','source':{'type':'base65'}}]}|'base64'",
        "{'role':'user','content':'x'},{'role':'assistant','content':'x '}|trailing whitespace",
        "{'role':'user','content':'x'},"
            + USE
            + ",{'role':'user','content':'x'}|without `tool_result`",
        "{'role':'user','content':'x'}," + USE + "|without `tool_result`",
        "{'role':'user','content':[" + RESULT + "]}|unexpected `tool_use_id`",
        "{'role':'user','content':'x'},"
            + USE
            + ",{'role':'user','content':[{'type':'text','text':'x'},"
            + RESULT
            + "]}|before any text",
        "{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'tool_use','id':'a b',"
            + "'name':'f','input':{}}]},{'role':'user','content':[]}|'id' must match"
      })
  void shouldRefuseWhatAnthropicRefusesInTurns(String messages, String why) throws IOException {
    assertRefused(
        Probe.ANTHROPIC,
        "{'model':'claude-haiku-4-5','max_tokens':9,'messages':[" + messages + "]}",
        why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'stream_options':{}|stream_options: Extra inputs",
        "'n':2|n: Extra inputs",
        "'temperature':1.5|temperature: range",
        "'stop_sequences':'x'|valid list",
        "'thinking':{'type':'enabled','budget_tokens':100}|budget_tokens",
        "'thinking':{'type':'enabled','budget_tokens':5000}|must be greater",
        "'thinking':{'type':'enabled','budget_tokens':1024},'top_k':4|`top_k`",
        "'thinking':{'type':'enabled','budget_tokens':1024},'temperature':0.5|`temperature`",
        "'thinking':{'type':'adaptive'},'tools':[{'name':'f','input_schema':{'type':'object'}}],"
            + "'tool_choice':{'type':'any'}|forces tool use",
        "'tools':[{'name':'f','input_schema':{}}]|input_schema.type",
        "'tool_choice':{'type':'auto'}|while providing tools",
        "'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'required'}"
            + "|tool_choice"
      })
  void shouldRefuseWhatAnthropicRefusesInOptions(String options, String why) throws IOException {
    assertRefused(
        Probe.ANTHROPIC,
        "{'model':'claude-haiku-4-5','max_tokens':2000,'messages':[{'role':'user','content':'x'}],"
            + options
            + "}",
        why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'role':'developer','content':'x'}|not a valid role",
        "{'role':'user','content':''}|must have content",
        CALL + "|did not have response",
        "{'role':'tool','tool_call_id':'a','content':'x'}|preceeding message"
      })
  void shouldRefuseWhatCohereRefusesInMessages(String messages, String why) throws IOException {
    assertRefused(Probe.COHERE, "{'model':'command-a-03-2025','messages':[" + messages + "]}", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'top_p':0.5|'top_p' is not a valid field",
        "'temperature':1.5|temperature must be",
        "'p':1|p must be",
        "'k':501|k must be",
        "'stop_sequences':['1','2','3','4','5','6']|at most 5",
        "'tool_choice':'REQUIRED'|needs tools",
        "'tools':[{'type':'function','function':{'name':'f','parameters':{}}}]|type object",
        "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}],"
            + "'tool_choice':'required'|one of REQUIRED, NONE",
        "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}],"
            + "'response_format':{'type':'json_object'}|not supported with tools",
        "'response_format':{'type':'json_schema'}|text or json_object"
      })
  void shouldRefuseWhatCohereRefusesInOptions(String options, String why) throws IOException {
    assertRefused(
        Probe.COHERE,
        "{'model':'command-a-03-2025','messages':[{'role':'user','content':'x'}]," + options + "}",
        why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'role':'developer','content':'x'}|'developer'",
        "{'role':'assistant','content':'x'}|Expected last role",
        CALL + ",{'role':'user','content':'x'}|did not have response",
        CALL
            + ",{'role':'tool','tool_call_id':'abcdefgh1','content':'x'},"
            + "{'role':'user','content':'x'}|Unexpected role 'user' after role 'tool'",
        "{'role':'assistant','content':'x'},{'role':'system','content':'x'},"
            + "{'role':'user','content':'x'}|Unexpected role 'system' after role 'assistant'",
        "{'role':'assistant','content':''},{'role':'user','content':'x'}|either content or",
        "{'role':'assistant','tool_calls':[{'id':'call_1','type':'function','function':"
            + "{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'call_1',"
            + "'content':'x'}|with a length of 9"
      })
  void shouldRefuseWhatMistralRefusesInMessages(String messages, String why) throws IOException {
    assertRefused(
        Probe.MISTRAL,
        "{'model':'mistral-small-latest','messages':[{'role':'user','content':'x'},"
            + messages
            + "]}",
        why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'stream_options':{'include_usage':true}|Extra inputs are not permitted",
        "'max_completion_tokens':9|Extra inputs are not permitted",
        "'seed':9|Extra inputs are not permitted",
        "'user':'ann'|Extra inputs are not permitted",
        "'tools':[{'type':'function','function':{'name':'an f'}}]|Function name was an f"
      })
  void shouldRefuseWhatMistralRefusesInOptions(String options, String why) throws IOException {
    assertRefused(
        Probe.MISTRAL,
        "{'model':'mistral-small-latest','messages':[{'role':'user','content':'x'}],"
            + options
            + "}",
        why);
  }

  @Test
  void shouldAnswerConversationsThatKeepTheRules() throws IOException {
    String turns =
        "'messages':[{'role':'system','content':'x'},{'role':'user','content':'x'},"
            + CALL
            + ",{'role':'tool','tool_call_id':'abcdefgh1','content':'x'}";
    String tool = "{'name':'f','parameters':{'type':'object','properties':{}}}";
    String tools = "'tools':[{'type':'function','function':" + tool + "}]";
    assertAnswered(Probe.OPENAI, "{'model':'gpt-4o'," + turns + "]," + tools + "}");
    assertAnswered(Probe.COHERE, "{'model':'command-a-03-2025'," + turns + "]," + tools + "}");
    assertAnswered(
        Probe.MISTRAL,
        "{'model':'mistral-small-latest',"
            + turns
            + ",{'role':'assistant','content':'x','prefix':true}],"
            + tools
            + "}");
    assertAnswered(
        Probe.ANTHROPIC,
        "{'model':'claude-haiku-4-5','max_tokens':9,'system':'x','messages':["
            + "{'role':'user','content':'x'},"
            + USE
            + ",{'role':'user','content':["
            + RESULT
            + ",{'type':'text','text':'x'}]}],"
            + "'tools':[{'name':'f','input_schema':{'type':'object'}}]}");
  }

  @Test
  void shouldCallAToolAsOftenAsAsked() throws IOException {
    String tools = ",'tools':[{'type':'function','function':{'name':'f'}}]";
    String start =
        "{'model':'gpt-4o','messages':[{'role':'user','content':'hi [[sim tool=f rounds=2]]'}";
    String round = "," + CALL + ",{'role':'tool','tool_call_id':'abcdefgh1','content':'x'}";

    JsonNode after1 =
        json(probe.post(Probe.OPENAI, (start + round + "]" + tools + "}").replace('\'', '"')));
    JsonNode after2 =
        json(
            probe.post(
                Probe.OPENAI, (start + round + round + "]" + tools + "}").replace('\'', '"')));

    assertThat(after1.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(after2.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void shouldFailOnlyTheFirstCallsOfAPrompt() throws IOException {
    String prompt = "fails twice [[sim fault=429 times=2]]";

    assertThat(probe.post(Probe.OPENAI, Probe.chat("gpt-4o", prompt, "")).statusCode())
        .isEqualTo(429);
    assertThat(probe.post(Probe.OPENAI, Probe.chat("gpt-4o", prompt, "")).statusCode())
        .isEqualTo(429);
    assertThat(probe.post(Probe.OPENAI, Probe.chat("gpt-4o", prompt, "")).statusCode())
        .isEqualTo(200);
    assertThat(probe.post(Probe.OPENAI, Probe.chat("gpt-4o-mini", prompt, "")).statusCode())
        .isEqualTo(429);
  }

  @Test
  void shouldAnswerInTheFormOfASchema() throws IOException {
    String schema =
        "{'type':'object','properties':{'city':{'type':'string'},'people':{'type':'integer'},"
            + "'size':{'$ref':'#/$defs/size'},'tags':{'type':'array','items':{'type':'boolean'}}},"
            + "'$defs':{'size':{'enum':['big','small']}}}";
    String body =
        "{'model':'gpt-4o','messages':[{'role':'user','content':'x'}],'response_format':"
            + "{'type':'json_schema','json_schema':{'name':'it','schema':"
            + schema
            + "}}}";

    JsonNode reply = json(probe.post(Probe.OPENAI, body.replace('\'', '"')));

    JsonNode content = json(reply.at("/choices/0/message/content").asText());
    assertThat(content)
        .isEqualTo(json("{\"city\":\"word\",\"people\":1,\"size\":\"big\",\"tags\":[true]}"));
  }
}
