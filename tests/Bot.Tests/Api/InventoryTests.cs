using System.Text;
using System.Text.Json;
using ChatBot.Bot.Hosting;
using ChatBot.Bot.Tests.Access;
using ChatBot.Knowledge.Indexing;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Api;

/// <summary>What there is to be asked about, told through the front door.</summary>
public sealed class InventoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-inventory-test-").FullName;

    [Theory]
    [InlineData("What documents do you have?")]
    [InlineData("list all topics")]
    public async Task What_documents_there_are_is_told_by_category_whatever_the_topic_file_says(string question)
    {
        await using var bot = await BotApp.StartAsync();

        var answer = await bot.AskAsync(question);

        Assert.Equal("answered", answer.GetProperty("outcome").GetString());
        Assert.Equal("inventory", answer.GetProperty("receipt").GetProperty("rule").GetString());
        var text = answer.GetProperty("answer").GetString()!;
        var contents = await bot.Get<IKnowledgeContents>().ListAsync("default", 1);
        Assert.StartsWith($"I have {contents.Sum(category => category.Documents)} documents:", text, StringComparison.Ordinal);
        Assert.All(contents, category => Assert.Contains($"**{category.Category}** ({category.Documents}): ", text));
        Assert.InRange(answer.GetProperty("words").GetInt32(), 20, 100);
    }

    [Fact]
    public async Task Many_categories_fit_the_words_of_an_answer_and_the_rest_is_counted()
    {
        for (var i = 0; i < 30; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"department-{i:00}")).FullName;
            await File.WriteAllTextAsync(
                Path.Combine(folder, "page.md"),
                $"# The rather long title of the only page of *department* {i:00} [1]\n\nText."
            );
        }
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Answer:MaxWords"] = "60" });
        await bot.IndexedAsync();
        var ingestion = bot.Get<KnowledgeIngestion>();
        for (var i = 0; i < 30; i++)
            await ingestion.IngestAsync("other", $"s{i}", [Path.Combine(_folder, $"department-{i:00}")], $"department {i:00}");
        using var http = bot.From(await bot.KeyAsync("asker", "other"));
        using var response = await http.PostAsync(
            "/api/ask",
            new StringContent("""{"question": "what documents do you have?"}""", Encoding.UTF8, "application/json")
        );
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        var text = answer.GetProperty("answer").GetString()!;
        Assert.StartsWith("I have 30 documents:", text, StringComparison.Ordinal);
        Assert.Matches(@"And \d+ more categories with \d+ documents\.$", text);
        Assert.DoesNotContain("[1]", text);
        Assert.InRange(answer.GetProperty("words").GetInt32(), 20, 60);
        Assert.DoesNotContain("git", text);
    }

    [Fact]
    public async Task Where_there_is_no_document_that_is_said()
    {
        await using var bot = await BotApp.StartAsync();
        await bot.IndexedAsync();
        using var admin = bot.AdminHttp();
        using var response = await admin.PostAsync(
            "/api/ask",
            new StringContent("""{"question": "list all topics", "workspace": "empty"}""", Encoding.UTF8, "application/json")
        );
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal("no_answer", answer.GetProperty("outcome").GetString());
        Assert.Contains("no documents yet", answer.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task The_questions_to_begin_with_are_answered()
    {
        await using var bot = await BotApp.StartAsync();

        var questions = await bot.Get<StarterQuestions>().FindAsync();

        Assert.Equal(3, questions.Count);
        foreach (var question in questions)
            Assert.Equal("answered", (await bot.AskAsync(question)).GetProperty("outcome").GetString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
