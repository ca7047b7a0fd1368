"""A batch author and an analyst with Confluent's Python client. Prints one JSON object.

    client.py spend BOOTSTRAP REGISTRY
    client.py batch BOOTSTRAP REGISTRY PROJECT COUNT
"""

import json
import sys
import time

from confluent_kafka import Consumer, KafkaError, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

BOOTSTRAP, REGISTRY = sys.argv[2], sys.argv[3]
registry = SchemaRegistryClient({"url": REGISTRY})
decode = AvroDeserializer(registry)


def value_of(message):
    context = SerializationContext(message.topic(), MessageField.VALUE)
    return decode(message.value(), context)


def consumer(topics, group):
    client = Consumer({
        "bootstrap.servers": BOOTSTRAP,
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "isolation.level": "read_committed",
        "enable.partition.eof": True,
    })
    client.subscribe(topics)
    return client


def whole(topic):
    """Every committed record of a topic as it is now."""
    client = consumer([topic], "analyst-" + topic)
    partitions = len(client.list_topics(topic).topics[topic].partitions)
    ended, values = set(), []
    while len(ended) < partitions:
        message = client.poll(1)
        if message is None:
            continue
        if message.error():
            if message.error().code() != KafkaError._PARTITION_EOF:
                raise RuntimeError(message.error())
            ended.add(message.partition())
        elif message.value() is not None:
            values.append(value_of(message))
    client.close()
    return values


def spend():
    entries = whole("sluice.spend.entries")
    attempts = [a for a in whole("sluice.attempts") if a["kind"] == "OUTCOME"]
    known = [e for e in entries if e["cost_nano_usd"] is not None]
    return {
        "entries": len(entries),
        "nano_usd": sum(e["cost_nano_usd"] for e in known),
        "output_tokens": sum(e["output_tokens"] or 0 for e in entries),
        "sources": sorted({e["cost_source"] for e in entries}),
        "attempts": len(attempts),
        "attempts_nano_usd": sum(a["cost_nano_usd"] or 0 for a in attempts),
        "attempt_ids": sorted(a["attempt_id"] for a in attempts),
    }


def chat(model, text):
    return json.dumps({"model": model, "messages": [{"role": "user", "content": text}]})


def batch(project, count):
    topic = "sluice.batch." + project
    subject = registry.get_latest_version(topic + ".requests-value")
    encode = AvroSerializer(
        registry, subject.schema,
        conf={"auto.register.schemas": False, "use.latest.version": True})
    context = SerializationContext(topic + ".requests", MessageField.VALUE)
    producer = Producer({"bootstrap.servers": BOOTSTRAP, "acks": "all"})
    partitions = len(producer.list_topics(topic + ".requests").topics[topic + ".requests"].partitions)
    failures = []

    def write(custom_id, body, **where):
        value = encode({"custom_id": custom_id, "body": body}, context)
        put(value, **where)

    def put(value, **where):
        producer.produce(
            topic + ".requests", value=value,
            on_delivery=lambda error, _: failures.append(str(error)) if error else None, **where)

    wanted = set()
    for i in range(count):
        custom_id = "question-%d" % i
        body = chat("assistant", "Question %d [[sim out=%d]]" % (i, 3 + i % 5))
        if i % 2:
            write(custom_id, body, partition=i % partitions)  # without a key, where we like
        else:
            write(custom_id, body, key="key-%d" % i)  # where librdkafka's partitioner likes
        wanted.add(custom_id)
    write("no-json", "{\"model\": \"assistant\", ", key="no-json")
    write("no-model", json.dumps({"messages": []}), key="no-model")
    write("unknown-model", chat("asistant", "Hello"), key="unknown-model")
    write("refused", chat("assistant", "Hello [[sim fault=400]]"), key="refused")
    put(b"this is no Avro", key="no-avro")
    if producer.flush(30) or failures:
        raise RuntimeError("not all were written: %s" % failures)
    wanted |= {"no-json", "no-model", "unknown-model", "refused", ""}

    reader = consumer([topic + ".replies", topic + ".dead-letter"], "author")
    replies, dead, until = [], [], time.time() + 60
    quiet = None
    while time.time() < until and (quiet is None or time.time() < quiet):
        message = reader.poll(0.2)
        if message is None or message.error():
            continue
        value = value_of(message)
        key = message.key().decode() if message.key() else ""
        if value["custom_id"] == "row-17":
            continue  # of the page on batches, in the same project
        if message.topic().endswith(".replies"):
            body = json.loads(value["body"])
            replies.append({
                "custom_id": value["custom_id"], "key": key, "status": value["status"],
                "cost": value["cost_nano_usd"], "partition": value["source"]["partition"],
                "tokens": body.get("usage", {}).get("completion_tokens"),
                "error": body.get("error", {}).get("message")})
        else:
            dead.append({
                "custom_id": value["custom_id"], "key": key, "kind": value["error"]["kind"],
                "message": value["error"]["message"], "bytes": len(value["record"])})
        wanted.discard(value["custom_id"])
        if not wanted and quiet is None:
            quiet = time.time() + 2  # nothing must come twice
    reader.close()
    return {"replies": replies, "dead": dead, "missing": sorted(wanted), "partitions": partitions}


if sys.argv[1] == "spend":
    print(json.dumps(spend()))
else:
    print(json.dumps(batch(sys.argv[4], int(sys.argv[5]))))
