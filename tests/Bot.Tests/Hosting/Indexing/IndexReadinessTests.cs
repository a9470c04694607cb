using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Bot.Tests.Admin;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Hosting.Indexing;

/// <summary>What readiness and the Knowledge page tell of files that could not be read.</summary>
public sealed class IndexReadinessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-skipped-").FullName;

    [Fact]
    public async Task Skipped_files_are_told_by_name_and_reason_and_never_by_their_text()
    {
        File.WriteAllText(Path.Combine(_folder, "good.md"), "# Rooms\n\nThe Quokka room has 17 chairs.\n");
        File.WriteAllText(Path.Combine(_folder, "broken.docx"), "Wombat secrets");
        File.WriteAllText(Path.Combine(_folder, "broken.json"), "{ \"Wombat secrets\"");
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Knowledge:Sources:0:Path"] = _folder });

        var ready = await ReadyAsync(bot);
        var skipped = ready.GetProperty("skippedFiles");
        Assert.Equal(2, skipped.GetProperty("count").GetInt32());
        Assert.Equal(
            ["broken.docx", "broken.json"],
            skipped.GetProperty("first").EnumerateArray().Select(file => file.GetProperty("file").GetString())
        );
        Assert.Contains("is not a readable Word document", $"{skipped}");
        Assert.DoesNotContain("Wombat", $"{ready}");
        Assert.DoesNotContain(_folder, $"{ready}");

        using var browser = await AdminBrowser.SignedInAsync(bot);
        var page = await browser.ReadAsync("/admin/knowledge/skipped");
        Assert.Contains("broken.docx", page);
        Assert.Contains("is not a readable Word document", page);
        Assert.DoesNotContain("Wombat", page);
    }

    private static async Task<JsonElement> ReadyAsync(BotApp bot)
    {
        for (var tries = 0; ; tries++)
        {
            using var response = await bot.Http.GetAsync("/ready");
            if (response.IsSuccessStatusCode || tries > 300)
                return await response.Content.ReadFromJsonAsync<JsonElement>();
            await Task.Delay(100);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
