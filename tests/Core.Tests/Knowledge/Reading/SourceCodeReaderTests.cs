using ChatBot.Knowledge.Reading;
using ChatBot.TestKit.Knowledge;

namespace ChatBot.Core.Tests.Knowledge.Reading;

public sealed class SourceCodeReaderTests
{
    private const string Lambda = """"
        """Writes users in bulk from a queue to the table.

        Retries are handled by the queue.
        """
        import json

        BATCH = 25

        def handler(event, context):
            """Reads the records of an event and writes them in batches of 25."""
            rows = [json.loads(record["body"]) for record in event["Records"]]
            for batch in chunked(rows, BATCH):
                write(batch)

        # Splits rows into lists of at most size entries.
        def chunked(rows, size):
            for i in range(0, len(rows), size):
                yield rows[i:i + size]

        class Writer:
            def write(self, batch):
                self.table.put(batch)
        """";

    [Fact]
    public async Task An_overview_tells_what_a_file_defines_in_its_own_words()
    {
        var document = Assert.Single(new SourceCodeReader().ReadText("src/user_bulk_write_lambda.py", Lambda));
        Assert.Equal("user_bulk_write_lambda.py", document.Title);
        Assert.Equal(
            """
            `user_bulk_write_lambda.py`: Writes users in bulk from a queue to the table.

            Retries are handled by the queue.

            `user_bulk_write_lambda.py` defines:

            - function `handler(event, context)`: Reads the records of an event and writes them in batches of 25.
            - function `chunked(rows, size)`: Splits rows into lists of at most size entries.
            - class `Writer`
            - function `write(self, batch)`
            """,
            document.Sections[0].Text
        );
        var code = document.Sections.Skip(1).ToList();
        Assert.All(code, section => Assert.StartsWith("```python\n", section.Text));
        Assert.Contains(code, section => section.Names.Contains("chunked"));
        Assert.Equal(
            Lambda.Split('\n').Count(line => line.Trim().Length > 0),
            code.Sum(section => section.Text.Split('\n')[1..^1].Count(line => line.Trim().Length > 0))
        );
    }

    [Fact]
    public async Task What_a_file_says_of_itself_is_read_whole()
    {
        var document = Assert.Single(
            new SourceCodeReader().ReadText(
                "check.sh",
                """
                #!/usr/bin/env bash
                # check.sh: fails when a table
                # is too old.
                #
                # What it asks
                #     The newest row's time.
                #
                # Exit codes:
                #   0  the data is fresh
                #   1  it is too old,
                #      or there is none
                set -e
                """
            )
        );
        Assert.Equal(
            """
            `check.sh`: fails when a table is too old.

            What it asks: The newest row's time.

            Exit codes:
            - `0`: the data is fresh
            - `1`: it is too old, or there is none
            """,
            document.Sections[0].Text
        );
    }

    [Theory]
    [InlineData("a.cs", "public sealed class Rate\n{\n    public int Limit(string user) => 1;\n}", "Rate,Limit")]
    [InlineData(
        "a.ts",
        "export async function load(url: string) {}\nexport const save = async (x) => 1;\ninterface Row {}",
        "load,save,Row"
    )]
    [InlineData("a.go", "func (s *Store) Put(k string) {}\ntype Store struct {}", "Put,Store")]
    [InlineData(
        "a.sql",
        "CREATE TABLE IF NOT EXISTS sales.orders (id int);\ncreate or replace view v_daily as select 1;",
        "sales.orders,v_daily"
    )]
    [InlineData("a.sh", "backup() {\n  echo\n}\nfunction restore {\n}", "backup,restore")]
    [InlineData("a.rs", "pub fn parse(x: &str) -> u8 { 1 }\nimpl Parser {}", "parse,Parser")]
    public async Task Definitions_are_found_in(string name, string code, string expected)
    {
        var document = Assert.Single(new SourceCodeReader().ReadText(name, code));
        Assert.Equal(
            expected,
            string.Join(
                ',',
                document.Sections.SelectMany(section => section.Names.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()
            )
        );
    }

    [Theory]
    [InlineData("Explain `user_bulk_write_lambda.py`")]
    [InlineData("what does user_bulk_write_lambda do")]
    [InlineData("userBulkWriteLambda")]
    public async Task A_question_about_a_file_finds_it(string question)
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("src/user_bulk_write_lambda.py", Lambda);
        knowledge.Write("docs/users.md", "# Users\n\nUsers are written to the table. The lambda explains what a user may do in bulk.");
        knowledge.Write(
            "docs/lambda.md",
            "# Lambda functions\n\nA lambda is a function without a server. Write one in Python to explain events."
        );
        await knowledge.IngestAsync();
        Assert.Equal("src/user_bulk_write_lambda.py", (await knowledge.SearchAsync(question))[0].Uri);
    }
}
