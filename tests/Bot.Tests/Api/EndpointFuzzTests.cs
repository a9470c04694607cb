using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChatBot.TestKit.Hosting;
using CsCheck;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace ChatBot.Bot.Tests.Api;

/// <summary>
/// Requests by chance to every endpoint that the router has, from this machine and with the admin key: whatever comes, the answer is one of
/// the promised kinds, in time, and never a fault of ours. As long as CHATBOT_TEST_FUZZ_SECONDS says; a failure names the seed that brings
/// it back.
/// </summary>
public sealed class EndpointFuzzTests
{
    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("CHATBOT_TEST_FUZZ_SECONDS"), out var set)
        ? set
        : 10;

    /// <summary>On a machine that does much else at the same time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly string[] Texts =
    [
        "",
        " ",
        "null",
        "\0",
        "a\0b",
        "\u202Eevil",
        "\uD800",
        "\uFFFD",
        "*",
        "../../etc/passwd",
        "' or 1=1 --",
        "{{topic}}",
        "How do I undo the last commit?",
        new('a', 300),
        new('字', 5_000),
        string.Concat(Enumerable.Repeat("[[", 50_000)),
        string.Concat(Enumerable.Repeat("word ", 60_000)),
        string.Concat(Enumerable.Repeat("<div>", 20_000)),
        new('\u0301', 20_000),
        "default",
        "2026-11-29",
        "up",
        "approved",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "1",
        "-1",
        "5",
        "0.5",
        "1e400",
        "-1e400",
        "99999999999999999999",
        "2147483648",
        "1E-400",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=utf-16",
        "application/json; charset=utf-7",
        "application/json; charset=no-such",
        "application/json; charset=\"",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
        "text/html; charset=iso-8859-1",
        "*/*",
    ];

    private static readonly Gen<string> Text = Gen.OneOf<string>(
        Gen.OneOf(Texts),
        Gen.String[0, 40],
        Gen.String[Gen.Char['\u0000', '\uFFFF'], 0, 20]
    );

    private static readonly Gen<string> Value = Gen.OneOf<string>(
        Text.Select(text => Json(text)),
        Gen.OneOf(Numbers),
        Gen.OneOf("null", "true", "false", "[]", "{}", "[[[[]]]]", "{\"a\":{\"a\":{}}}"),
        Gen.OneOf(500, 5_000, 100_000).Select(depth => new string('[', depth))
    );

    [Fact]
    public async Task Whatever_comes_is_answered_in_time_and_without_a_fault()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Teams:AllowAnonymous"] = "true" });
        using var http = bot.AdminHttp();
        using var nameless = new HttpClient { BaseAddress = new Uri(bot.Address) };
        var endpoints = bot.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();
        await Gen.OneOf(endpoints)
            .SelectMany(RequestTo)
            .SampleAsync(request => SendAsync(request.HasKey ? http : nameless, request), time: Seconds, threads: 2, print: Shown);
        Assert.Equal(HttpStatusCode.OK, (await bot.Http.GetAsync("/ready")).StatusCode);
    }

    private static async Task SendAsync(HttpClient http, Sent sent)
    {
        using var request = new HttpRequestMessage(new HttpMethod(sent.Method), sent.Address);
        if (sent.Body is not null)
        {
            request.Content = new ByteArrayContent(sent.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", sent.ContentType);
        }
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(sent.Streams ? "text/event-stream" : "application/json"));
        var clock = Stopwatch.StartNew();
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            (int)response.StatusCode < 500 || response.StatusCode == HttpStatusCode.ServiceUnavailable,
            $"{(int)response.StatusCode}: {text[..Math.Min(text.Length, 300)]}"
        );
        Assert.DoesNotContain("   at ChatBot.", text);
        Assert.DoesNotContain("event: problem\ndata: {\"type\":\"https://tools.ietf.org/html/rfc9110#section-15.6.1", text);
        Assert.True(clock.Elapsed < Longest, $"took {clock.Elapsed}");
    }

    private static Gen<Sent> RequestTo(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        var fields =
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType?.GetProperties().Select(property => property.Name) ?? [];
        string[] names = [.. fields.Select(JsonNamingPolicy.CamelCase.ConvertName), "workspace", "extra"];
        var path = Gen.Select(Text, Gen.Bool, (text, isPlain) => Path(endpoint, isPlain ? "x" : Escaped(text)));
        var query = Gen.Select(
            Gen.OneOf("workspace", "count", "days", "status", "back", "user", "at", "key", "against", "subject", "threshold"),
            Text.Select(Escaped),
            Gen.OneOf("", "%FF", "%00", "&&=", "%zz", "%E0%A4%A"),
            (name, value, odd) => $"?{name}={value[..Math.Min(value.Length, 2_000)]}{odd}"
        );
        var fieldsOf = Gen.Select(Gen.OneOf(names), Value, (name, value) => $"\"{name}\":{value}");
        var body = Gen.Frequency((8, fieldsOf.Array[0, 6].Select(pairs => $"{{{string.Join(',', pairs)}}}")), (1, Value), (1, Text));
        return Gen.Select(Gen.OneOf([.. methods]), path, query, body, Gen.OneOf(ContentTypes), Gen.Bool, Gen.Bool, Gen.Bool)
            .Select(
                (method, address, asked, said, type, isQueried, isJson, hasKey) =>
                    new Sent(
                        method,
                        address + (isQueried ? asked : ""),
                        method is "GET" or "DELETE" ? null : Encoding.UTF8.GetBytes(said),
                        isJson ? "application/json" : type,
                        hasKey,
                        isQueried && isJson
                    )
            );
    }

    private static string Path(RouteEndpoint endpoint, string value) =>
        "/" + string.Join('/', endpoint.RoutePattern.RawText!.Trim('/').Split('/').Select(part => part.StartsWith('{') ? value : part));

    /// <summary>As a client would send it; what cannot be sent is sent as something that cannot be read.</summary>
    private static string Escaped(string text)
    {
        try
        {
            return Uri.EscapeDataString(text[..Math.Min(text.Length, 500)]);
        }
        catch (UriFormatException)
        {
            return "%ED%A0%80";
        }
    }

    /// <summary>A JSON string, lone surrogates escaped as they are.</summary>
    private static string Json(string text) =>
        $"\"{string.Concat(text.Select(letter => IsPlain(letter) ? $"{letter}" : $"\\u{(int)letter:x4}"))}\"";

    private static bool IsPlain(char letter) => letter >= ' ' && letter is not ('"' or '\\') && !char.IsSurrogate(letter);

    private static string Shown(Sent sent)
    {
        var body = Encoding.UTF8.GetString(sent.Body ?? []);
        return $"{sent.Method} {sent.Address} ({sent.ContentType}) {body[..Math.Min(body.Length, 500)]}";
    }

    private sealed record Sent(string Method, string Address, byte[]? Body, string ContentType, bool HasKey, bool Streams);
}
