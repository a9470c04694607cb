namespace ChatBot.TestKit.Records;

/// <summary>Questions that sound like the others and ask for what the table does not have: no number answers them.</summary>
internal static class UnanswerableQuestions
{
    public static IReadOnlyList<RecordQuestion> All =>
        [
            .. (
                (string[])
                    [
                        "How many Marketing requests are there?",
                        "Show me all requests from Mars.",
                        "How many requests in the Paris office were created last month?",
                        "How many escalated requests do we have?",
                        "List requests with priority purple",
                        "Which supplier has the most requests?",
                        "How many requests per language are there?",
                        "What is the average weight of HR requests?",
                        "What is the total revenue of Finance requests in 2025?",
                        "Number of requests assigned to Donald Duck",
                        "How many requests were escalated yesterday?",
                        "Which requests are due next week?",
                        "How many Logistics requests were resolved in October?",
                        "Break down the requests by country.",
                        "How many requests are pending in Tokyo?",
                        "Which customer has the fewest requests?",
                        "What is the average satisfaction of resolved requests?",
                        "Show the 5 requests with the most comments",
                        "How many requests were created on 31 February 2026?",
                        "Count the IT requests with severity 1.",
                        "How many HR or Procurement requests are pending?",
                        "Which building floor has the most Facilities requests?",
                        "How many requests did Peter Parker resolve last year?",
                        "Total cost of the requests from the Madrid office",
                    ]
            ).Select(text => new RecordQuestion(text, Expected.Unanswerable)),
        ];
}
