using ChatBot.Knowledge.Reading.Code;
using ChatBot.TestKit.Knowledge;

namespace ChatBot.Core.Tests.Knowledge.Reading.Code;

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
    [InlineData(
        "a.js",
        "class A\n{\n        load(page)\n        {\n  if (x) { return '}'; }\n        }\n\n static of() {\n return "
            + "1 }\n}\nconst b = (x) => x;\n",
        "A,load,of,b"
    )]
    [InlineData(
        "a.c",
        "#define MAX(a) (a)\nstatic int add(struct ring *r,\n               int n)\n{\n  return n;\n}\n\nint\n"
            + "main(void) {\n  add(0, 1);\n}\n",
        "MAX,add,main"
    )]
    [InlineData(
        "A.java",
        "class A {\n  Optional<B> find(String id) {\n    if (id.isEmpty()) { return null; }\n    return call(id);\n  }\n}\n",
        "A,find"
    )]
    [InlineData(
        "a.kt",
        "suspend fun greet(name: String): String = \"Hi\"\nobject Registry {\n  fun put(k: String) { x[k] = 1 }\n}\n",
        "greet,Registry,put"
    )]
    [InlineData("a.rb", "module Post\n  class Sender\n    def call(to)\n    end\n  end\nend\n", "Post,Sender,call")]
    [InlineData("a.php", "<?php\nclass Price {\n  public function net(float $x): float { return $x; }\n}\n", "Price,net")]
    [InlineData(
        "a.tf",
        "resource \"aws_s3_bucket\" \"exports\" {\n}\nvariable \"region\" { default = \"eu\" }\n",
        "aws_s3_bucket.exports,region"
    )]
    [InlineData("a.cs", "class A\n{\n    int Size() => 1;\n    void Run(string a)\n    {\n        Call(a);\n    }\n}\n", "A,Run")]
    [InlineData("Dockerfile", "FROM golang AS build\nRUN go build\nFROM alpine\n", "golang,AS,build,alpine")]
    public async Task So_are_those_of(string name, string code, string expected) => await Definitions_are_found_in(name, code, expected);

    [Fact]
    public void A_function_is_a_section_with_its_comment_wherever_it_ends()
    {
        var body = string.Concat(Enumerable.Repeat("    total = total + rows[0] * 2  # adds\n", 8));
        var further = body.Replace("    total", "        total");
        var document = Assert.Single(
            new SourceCodeReader().ReadText(
                "rates.py",
                "import os\n\n\n@cache\n# The rate of a day.\ndef rate(\n    day,\n):\n    text = \"\"\"\ndef no_function():\n\"\"\"\n"
                    + body
                    + "# far out\n    return total\n\n\nLIMIT = 3\n\n\nclass Rates:\n    \"\"\"All rates.\"\"\"\n\n    def one(self):\n"
                    + further
                    + "\n    async def two(self):\n"
                    + further
                    + "\n    def three(self):\n"
                    + further
            )
        );
        Assert.Equal(
            [
                [],
                ["rate"],
                ["Rates"],
                ["Rates", "one"],
                ["Rates", "two"],
                ["Rates", "three"],
            ],
            document.Sections.Select(section => section.Headings.ToArray())
        );
        Assert.Contains("@cache\n# The rate of a day.\ndef rate(", document.Sections[1].Text);
        Assert.EndsWith("# far out\n    return total\n```", document.Sections[1].Text);
        Assert.StartsWith("```python\nLIMIT = 3\n\n\nclass Rates:", document.Sections[2].Text);
    }

    [Fact]
    public void A_long_function_is_cut_where_a_line_is_empty()
    {
        var step = string.Concat(Enumerable.Repeat("    Console.WriteLine(\"one more line of a step\");\n", 12)) + "\n";
        var document = Assert.Single(
            new SourceCodeReader().ReadText("Long.cs", "public static void Run()\n{\n" + string.Concat(Enumerable.Repeat(step, 20)) + "}\n")
        );
        var code = document.Sections.Skip(1).ToList();
        Assert.All(code, section => Assert.Equal(["Run"], section.Headings));
        Assert.All(code, section => Assert.InRange(section.Text.Length, 1, 3600));
        Assert.All(code.SkipLast(1), section => Assert.EndsWith("step\");\n```", section.Text));
        Assert.Equal(240, code.Sum(section => section.Text.Split("one more").Length - 1));
    }

    [Theory]
    [InlineData("a.py")]
    [InlineData("a.cs")]
    [InlineData("a.js")]
    [InlineData("a.rs")]
    [InlineData("a.sh")]
    [InlineData("a.rb")]
    public void Any_bytes_are_read_or_refused(string name) =>
        MutatedFiles.Read(
            new SourceCodeReader(),
            name,
            System.Text.Encoding.UTF8.GetBytes(Lambda + "\nclass A { f() { `${x}` } }\n\"\"\"'''{{{"),
            100
        );

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
