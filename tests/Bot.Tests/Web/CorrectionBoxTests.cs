using System.Net.Http.Json;
using ChatBot.Answering.Capping;
using ChatBot.TestKit;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Web;

/// <summary>The box in which people write a better answer: it can be read and sent where it opens, and loses nothing.</summary>
public sealed class CorrectionBoxTests(Chromium chromium, ChatTests.Bots bots) : IClassFixture<Chromium>, IClassFixture<ChatTests.Bots>
{
    private const string Question = "How do I undo the last commit?";
    private const string Better = "Run `git reset --soft HEAD~1`.";

    [CounterpartFact(Chromium.Variable)]
    public Task It_opens_at_its_beginning_with_the_button_in_view_and_the_answer_above_it() => OpensInViewAsync(phone: false);

    [CounterpartFact(Chromium.Variable)]
    public Task On_a_phone_too() => OpensInViewAsync(phone: true);

    private async Task OpensInViewAsync(bool phone)
    {
        var (page, answer) = await AskedAsync(phone);
        await answer.GetByRole(AriaRole.Button, new() { Name = "Correct this" }).ClickAsync();

        var box = answer.Locator("form.correction textarea");
        await Expect(box).ToBeFocusedAsync();
        Assert.Equal(0, await box.EvaluateAsync<int>("box => box.selectionStart + box.selectionEnd + box.scrollTop"));
        Assert.DoesNotContain("[1]", await box.InputValueAsync());
        var bottom = await page.Locator(".composer")
            .EvaluateAsync<double>(
                "composer => getComputedStyle(composer).position === 'sticky' ? composer.getBoundingClientRect().top : innerHeight"
            );
        var top = await page.Locator(".bar").EvaluateAsync<double>("bar => bar.getBoundingClientRect().bottom");
        foreach (var part in (string[])["label", "textarea", ".send-form", ".who-decides"])
        {
            var seen = await answer.Locator($"form.correction {part}").BoundingBoxAsync();
            Assert.True(
                seen!.Y >= top && seen.Y + seen.Height <= bottom,
                $"{part}: {seen.Y} to {seen.Y + seen.Height}, of {top} to {bottom}"
            );
        }
        var text = await answer.Locator(".answer-text").First.BoundingBoxAsync();
        Assert.True(text!.Y + text.Height > top + 40, "some of the answer is in view");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        await PictureAsync(page, phone ? "box-phone" : "box");
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task It_says_while_it_is_written_how_many_words_there_are_and_why_it_cannot_be_sent()
    {
        var (page, answer) = await AskedAsync();
        await answer.GetByRole(AriaRole.Button, new() { Name = "Correct this" }).ClickAsync();
        var box = page.GetByLabel("What should the answer have been?");
        var (why, send) = (answer.Locator("form.correction .form-why"), answer.Locator("form.correction .send-form"));
        await Expect(send).ToBeDisabledAsync();
        await Expect(why).ToHaveTextAsync("This is the answer as it was given: change what is wrong in it.");
        await Expect(box).ToHaveAttributeAsync("aria-invalid", "false");

        await box.FillAsync(string.Join(' ', Enumerable.Repeat("word", 103)));
        await Expect(answer.Locator("form.correction .word-count")).ToHaveTextAsync("103 of 100 words");
        await Expect(why).ToHaveTextAsync("3 words too many to be sent: no answer here has more than 100.");
        await Expect(box).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(send).ToBeDisabledAsync();
        await PictureAsync(page, "box-over");
        await box.FillAsync("");
        await Expect(why).ToHaveTextAsync("Write the answer as it should have been.");
        await box.FillAsync(Better);
        await Expect(why).ToHaveTextAsync("");
        await Expect(send).ToBeEnabledAsync();
        Assert.Equal(await why.GetAttributeAsync("id"), (await box.GetAttributeAsync("aria-describedby"))!.Split(' ')[0]);
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task What_is_written_survives_escape_cancel_and_a_reload_and_the_focus_goes_back()
    {
        var (page, answer) = await AskedAsync();
        var opener = answer.GetByRole(AriaRole.Button, new() { Name = "Correct this" });
        var box = answer.Locator("form.correction textarea");
        await opener.ClickAsync();
        await box.FillAsync("Half a");
        await page.Keyboard.PressAsync("Escape");
        await Expect(box).ToHaveCountAsync(0);
        await Expect(opener).ToBeFocusedAsync();
        await Expect(answer.Locator(".feedback-note")).ToContainTextAsync("What you wrote is kept");

        await page.Keyboard.PressAsync("Enter");
        await Expect(box).ToHaveValueAsync("Half a");
        await box.FillAsync("Half a sentence");
        await answer.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.ReloadAsync();
        await opener.ClickAsync();
        await Expect(box).ToHaveValueAsync("Half a sentence");
        await page.RouteAsync("**/api/feedback/correct", route => route.AbortAsync());
        await answer.Locator(".send-form").ClickAsync();
        await Expect(answer.Locator("form.correction .form-why")).ToContainTextAsync("cannot be reached");
        await Expect(box).ToHaveValueAsync("Half a sentence");
        await page.UnrouteAsync("**/api/feedback/correct");
        await answer.Locator(".send-form").ClickAsync();
        await Expect(opener).ToBeFocusedAsync();
        await opener.ClickAsync();
        await Expect(box).Not.ToHaveValueAsync("Half a sentence"); // it is sent, so no draft any more
    }

    [CounterpartFact(Chromium.Variable)]
    public Task Who_proposed_hears_of_a_rejection_and_why_under_the_answer_and_in_a_new_conversation() =>
        HearsAsync(
            "reject",
            "How do I resolve a merge conflict?",
            "Your correction was not taken. The reviewer says: It is in the handbook."
        );

    [CounterpartFact(Chromium.Variable)]
    public Task Who_proposed_hears_of_an_approval() =>
        HearsAsync("approve", "What is git stash for?", "Your correction was approved: whoever asks this is answered with it.");

    private async Task HearsAsync(string verdict, string question, string words)
    {
        var (page, answer) = await AskedAsync(question: question);
        await answer.GetByRole(AriaRole.Button, new() { Name = "Correct this" }).ClickAsync();
        await Expect(answer.Locator(".who-decides")).ToContainTextAsync("An admin of this assistant decides");
        await Expect(answer.Locator(".who-decides")).ToContainTextAsync("when you come back with this browser");
        await answer.Locator("form.correction textarea").FillAsync($"{Better} ({verdict})");
        var sent = await page.RunAndWaitForResponseAsync(
            () => answer.Locator(".send-form").ClickAsync(),
            response => response.Url.EndsWith("/api/feedback/correct", StringComparison.Ordinal)
        );
        var correction = (await sent.JsonAsync())!.Value.GetProperty("correctionId").GetString();
        await Expect(answer.Locator(".proposal.waits")).ToContainTextAsync("waits for an admin’s decision");
        await PictureAsync(page, $"{verdict}-waits");

        using var admin = bots.App.AdminHttp();
        using (
            var decided = await admin.PostAsJsonAsync(
                $"/api/admin/corrections/{correction}/{verdict}",
                new { reason = "It is in the handbook." }
            )
        )
            decided.EnsureSuccessStatusCode();
        await page.ReloadAsync();
        await Expect(answer.Locator(".proposal > p")).ToHaveTextAsync(words);
        await PictureAsync(page, $"{verdict}-decided");

        await page.Locator("#restart").ClickAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#decided")).ToContainTextAsync(words);
        await Expect(page.Locator("#decided")).ToContainTextAsync(question);
        await PictureAsync(page, $"{verdict}-news");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have read this" }).ClickAsync();
        await Expect(page.Locator("#decided")).ToBeHiddenAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#suggestions button")).ToHaveCountAsync(4);
        await Expect(page.Locator("#decided")).ToBeHiddenAsync();

        // Another browser knows nothing of it, even of the same answer.
        var other = await chromium.OpenAsync(bots.App.Address);
        await other.GotoAsync("/");
        var seen = await other.EvaluateAsync<int>(
            "async () => (await (await fetch('/api/feedback/corrections?interactionId=' + "
                + $"'{await InteractionAsync()}')).json()).corrections.length"
        );
        Assert.Equal(0, seen);

        async Task<string> InteractionAsync()
        {
            using var found = await admin.GetAsync($"/api/admin/corrections/{correction}");
            return (await found.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("interactionId").GetString()!;
        }
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task The_page_counts_words_as_the_server_does()
    {
        var page = await chromium.OpenAsync(bots.App.Address);
        await page.GotoAsync("/");
        var texts = new List<string>
        {
            "",
            "a漢b 字",
            "don't stop-me now",
            "– — …",
            "1,000 × 2",
            "x\u00A0y\u2003z",
            "안녕 하세요",
            "a\u200Bb c\u00ADd",
        };
        // Every character of the planes in use, alone within a word: it joins, parts, or counts itself.
        for (var code = 1; code <= 0x323AF; code++)
            if (code is < 0xD800 or > 0xDFFF)
                texts.Add($"a{char.ConvertFromUtf32(code)}b");

        var wrong = new List<string>();
        foreach (var some in texts.Chunk(20_000))
        {
            var counted = await page.EvaluateAsync<int[]>(
                "async texts => { const { wordCount } = await import('/js/words.js'); return texts.map(wordCount); }",
                some
            );
            wrong.AddRange(
                some.Zip(counted)
                    .Where(pair => Words.Count(TextCleaning.Clean(pair.First)) != pair.Second)
                    .Select(pair =>
                        $"{string.Join(' ', pair.First.EnumerateRunes().Select(rune => rune.Value.ToString("X")))}: {pair.Second}"
                    )
            );
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join(", ", wrong.Take(40))}");
    }

    private async Task<(IPage Page, ILocator Answer)> AskedAsync(bool phone = false, string question = Question)
    {
        var page = await chromium.OpenAsync(bots.App.Address, phone: phone);
        await page.GotoAsync("/");
        await Expect(page.Locator("#suggestions button")).ToHaveCountAsync(4);
        await bots.App.IndexedAsync();
        await page.Locator("#question").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".card.answer")).ToHaveCountAsync(1);
        return (page, page.Locator(".card.answer"));
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHATBOT_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"chat-{name}.png") });
    }
}
