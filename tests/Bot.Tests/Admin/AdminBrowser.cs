using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>Walks through the admin pages as a browser without script does: keeps cookies, posts the forms that the pages hold.</summary>
internal sealed partial class AdminBrowser : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="from">Another machine's address; this one where it is left out.</param>
    public AdminBrowser(BotApp bot, string? from = null)
    {
        var handler = new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = new Uri(bot.Address) };
        if (from is not null)
            _http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
    }

    public CookieContainer Cookies { get; } = new();

    public static async Task<AdminBrowser> SignedInAsync(BotApp bot, string? key = null, string name = "Ada", string? from = null)
    {
        var browser = new AdminBrowser(bot, from);
        using var response = await browser.SignInAsync(key ?? bot.AdminKey, name);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return browser;
    }

    public Task<HttpResponseMessage> SignInAsync(string key, string name = "") =>
        PostAsync("/admin/sign-in", "sign-in", new() { ["Said.Key"] = key, ["Said.Name"] = name });

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    public async Task<string> ReadAsync(string path)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        return text;
    }

    /// <summary>Gets the page at <paramref name="path"/> and posts a form of it, with the page's token.</summary>
    /// <param name="form">Name of the form in the page.</param>
    /// <param name="action">Where the form goes; the page itself where it is left out.</param>
    public async Task<HttpResponseMessage> PostAsync(string path, string form, Dictionary<string, string> fields, string? action = null)
    {
        using var page = await GetAsync(path);
        var token = Token().Match(await page.Content.ReadAsStringAsync());
        return await PostBareAsync(
            action ?? path,
            new(fields) { ["_handler"] = form, ["__RequestVerificationToken"] = token.Groups[1].Value }
        );
    }

    /// <summary>Uploads files on the Knowledge page.</summary>
    public async Task<HttpResponseMessage> UploadAsync(params (string Name, string Text)[] files)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(Token().Match(await ReadAsync("/admin/knowledge")).Groups[1].Value), "__RequestVerificationToken");
        foreach (var (name, text) in files)
            form.Add(new StringContent(text), "files", name);
        return await _http.PostAsync("/admin/knowledge/upload", form);
    }

    /// <summary>Posts as it is said, as another site would.</summary>
    public Task<HttpResponseMessage> PostBareAsync(string path, Dictionary<string, string> fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(fields));

    public Task<HttpResponseMessage> SendJsonAsync(string path, object body) => _http.PostAsJsonAsync(path, body);

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
