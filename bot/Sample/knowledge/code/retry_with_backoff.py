"""Retry a function with exponential backoff and full jitter.

Use it for short disturbances such as time-outs, throttling and deadlocks. The function
must be idempotent, because it may run several times. Errors that are not listed in
`retry_on` are raised at once: a wrong password does not get better by waiting.

Example
    @retry_with_backoff(retry_on=(TimeoutError, ConnectionError), max_attempts=4)
    def load_page(url):
        return session.get(url, timeout=(5, 30)).json()
"""

import functools
import logging
import random
import time

logger = logging.getLogger(__name__)


def backoff_delay(attempt, base=1.0, cap=60.0):
    """Waiting time in seconds after the given failed attempt, counted from 0.

    The upper bound doubles with each attempt and never exceeds `cap`. The time itself is
    random between 0 and that bound (full jitter), so that many clients that failed at the
    same moment do not come back at the same moment.
    """
    return random.uniform(0, min(cap, base * 2**attempt))


def retry_with_backoff(retry_on, max_attempts=5, base=1.0, cap=60.0, total=300.0, sleep=time.sleep):
    """Decorator: run the function up to `max_attempts` times.

    retry_on      exception type or tuple of types that are worth another attempt
    max_attempts  attempts in all, the first one included
    base, cap     bounds of the waiting time in seconds, see backoff_delay
    total         give up when the attempts and waits would exceed this many seconds
    sleep         replaced in tests, so that they need not wait

    The last error is raised unchanged when all attempts have failed.
    """
    if max_attempts < 1:
        raise ValueError("max_attempts must be at least 1")

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            deadline = time.monotonic() + total
            for attempt in range(max_attempts):
                try:
                    result = function(*args, **kwargs)
                except retry_on as error:
                    delay = backoff_delay(attempt, base, cap)
                    last = attempt + 1 == max_attempts
                    if last or time.monotonic() + delay > deadline:
                        logger.error("%s gave up after %d attempts: %s", function.__name__, attempt + 1, error)
                        raise
                    logger.warning(
                        "%s failed (attempt %d of %d), next try in %.1f s: %s",
                        function.__name__, attempt + 1, max_attempts, delay, error,
                    )
                    sleep(delay)
                else:
                    if attempt > 0:
                        logger.warning("%s succeeded at attempt %d", function.__name__, attempt + 1)
                    return result

        return wrapper

    return decorate
