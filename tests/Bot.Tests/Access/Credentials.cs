using System.Net.Http.Headers;
using System.Net.Http.Json;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Access;

/// <summary>Keys of a running bot, and clients that come from elsewhere: through a proxy, as the header says.</summary>
internal static class Credentials
{
    public const string Elsewhere = "203.0.113.7";

    public static async Task<string> KeyAsync(this BotApp bot, string role, string workspace = "default") =>
        (await bot.MadeKeyAsync(role, workspace)).Key;

    public static async Task<(string Id, string Key)> MadeKeyAsync(this BotApp bot, string role, string workspace = "default")
    {
        using var admin = bot.AdminHttp();
        using var response = await admin.PostAsJsonAsync(
            "/api/admin/keys",
            new
            {
                name = $"the {role}",
                role,
                workspace,
            }
        );
        var made = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
    }

    public static async Task<string> RevokedKeyAsync(this BotApp bot, string role)
    {
        var (id, key) = await bot.MadeKeyAsync(role);
        using var admin = bot.AdminHttp();
        (await admin.DeleteAsync($"/api/admin/keys/{id}")).EnsureSuccessStatusCode();
        return key;
    }

    /// <summary>A client from elsewhere; the caller disposes it.</summary>
    public static HttpClient From(this BotApp bot, string? key = null, string address = Elsewhere)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(bot.Address) };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
