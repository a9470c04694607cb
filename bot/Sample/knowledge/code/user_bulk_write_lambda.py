"""AWS Lambda function that bulk-writes users from an SQS queue to a DynamoDB table.

What it does
    SQS hands the function a batch of messages. Each message body is one user as JSON.
    The function checks every user, removes duplicates within the batch, and writes the
    rest to DynamoDB with BatchWriteItem, at most 25 items per request.

What happens when something fails
    The function reports the ids of the failed messages in "batchItemFailures" (partial
    batch failure). SQS makes only those messages visible again; the others count as done.
    After maxReceiveCount attempts a message moves to the dead-letter queue.
    The event source mapping must have ReportBatchItemFailures switched on.

Running it twice is harmless: a put with the same user_id replaces the same item.

Environment variables
    USERS_TABLE   name of the DynamoDB table, partition key "user_id" (string); required
    MAX_ATTEMPTS  how often unprocessed items are sent again, default 5
"""

import json
import logging
import os
import random
import time

import boto3

BATCH_LIMIT = 25  # the most items that BatchWriteItem takes in one request
REQUIRED_FIELDS = ("user_id", "email", "created_at")

logger = logging.getLogger()
logger.setLevel(logging.INFO)
client = boto3.client("dynamodb")


class InvalidUser(ValueError):
    """The message does not hold a usable user; a retry would not help."""


def handler(event, context):
    """Entry point. Returns {"batchItemFailures": [{"itemIdentifier": messageId}, ...]}."""
    failed = []
    users = {}  # user_id -> (item, ids of the messages that carry this user)

    for record in event["Records"]:
        try:
            item = to_item(parse_user(record["body"]))
        except InvalidUser as error:
            # Never log the body: it holds personal data.
            logger.warning("message %s refused: %s", record["messageId"], error)
            failed.append(record["messageId"])
            continue
        key = item["user_id"]["S"]
        message_ids = users[key][1] if key in users else []
        users[key] = (item, message_ids + [record["messageId"]])  # the later message wins

    for chunk in chunks(list(users.values()), BATCH_LIMIT):
        unwritten = write_chunk([item for item, _ in chunk])
        for item, message_ids in chunk:
            if item["user_id"]["S"] in unwritten:
                failed.extend(message_ids)

    logger.info("received=%d failed=%d", len(event["Records"]), len(failed))
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def parse_user(body):
    """Read one user from a message body and check that the required fields are filled."""
    try:
        user = json.loads(body)
    except json.JSONDecodeError as error:
        raise InvalidUser("body is not JSON") from error
    if not isinstance(user, dict):
        raise InvalidUser("body is not a JSON object")
    missing = [field for field in REQUIRED_FIELDS if not user.get(field)]
    if missing:
        raise InvalidUser("missing fields: " + ", ".join(missing))
    return user


def to_item(user):
    """Turn a user into the attribute format of DynamoDB. Empty values are left out."""
    return {name: {"S": str(value)} for name, value in user.items() if value not in (None, "")}


def write_chunk(items):
    """Write up to 25 items. Returns the set of user ids that could not be written.

    BatchWriteItem may succeed in part: throttled items come back in UnprocessedItems.
    They are sent again with exponential backoff and jitter. Any other error fails the
    whole chunk, so that its messages return to the queue.
    """
    table = os.environ["USERS_TABLE"]
    max_attempts = int(os.environ.get("MAX_ATTEMPTS", "5"))
    pending = [{"PutRequest": {"Item": item}} for item in items]

    for attempt in range(max_attempts):
        try:
            answer = client.batch_write_item(RequestItems={table: pending})
        except Exception:
            logger.exception("batch write failed")
            break
        pending = answer.get("UnprocessedItems", {}).get(table, [])
        if not pending:
            return set()
        if attempt + 1 < max_attempts:
            time.sleep(random.uniform(0, min(5.0, 0.1 * 2**attempt)))

    return {request["PutRequest"]["Item"]["user_id"]["S"] for request in pending}


def chunks(values, size):
    """Split a list into lists of at most `size` values."""
    return [values[start : start + size] for start in range(0, len(values), size)]
