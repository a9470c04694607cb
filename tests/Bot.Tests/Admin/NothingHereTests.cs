using System.Net;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>Who mistypes the address of a page gets a page with the menu; a program that mistypes one of the API gets JSON.</summary>
public sealed class NothingHereTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task An_unknown_address_of_the_pages_is_a_page_that_leads_back()
    {
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var page = await browser.GetAsync("/admin/nothing/<b>there");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("There is no such page", html);
        Assert.Contains("/admin/nothing/&lt;b&gt;there", html);
        Assert.Contains("href=\"/admin/corrections\"", html);
    }

    [Theory]
    [InlineData("/admin/interactions/none", "No such interaction")]
    [InlineData("/admin/prompts/none", "No such prompt")]
    public async Task What_a_page_is_about_and_is_not_there_is_said_on_that_page(string address, string words)
    {
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var page = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains(words, await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nobody_learns_without_signing_in_what_there_is()
    {
        using var stranger = new AdminBrowser(fixture.Bot);
        using var nothing = await stranger.GetAsync("/admin/nothing");
        using var something = await stranger.GetAsync("/admin/audit");
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (nothing.StatusCode, something.StatusCode));
        Assert.Equal("/sign-in", nothing.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task An_unknown_address_of_the_API_is_JSON()
    {
        using var response = await fixture.Bot.Http.GetAsync("/api/admin/nothing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}
