using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Protocol;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Api;

/// <summary>One call of Slack's Web API: a token, arguments as JSON or as a form, and an answer that says <c>ok</c> or why not.</summary>
public sealed class WebApi(HttpClient http, MethodPace pace, IOptions<SlackOptions> options, TimeProvider time)
{
    /// <summary>Slack's codes for trouble of its own, after which the same call may succeed. Whether it was taken is not said.</summary>
    private static readonly HashSet<string> Passing =
    [
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
    ];

    /// <summary>Codes for "too fast"; also as HTTP 429.</summary>
    private static readonly HashSet<string> TooFast = ["ratelimited", "rate_limited"];

    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(3);

    public Task<ApiResult> PostJsonAsync(string team, string method, string token, JsonObject arguments, CancellationToken cancel) =>
        CallAsync(
            team,
            method,
            token,
            () => new StringContent(arguments.ToJsonString(SlackJson.Options), Encoding.UTF8, "application/json"),
            cancel
        );

    /// <summary>For methods that read a form only: reading methods, oauth, connections.</summary>
    public Task<ApiResult> PostFormAsync(
        string team,
        string method,
        string? token,
        IEnumerable<KeyValuePair<string, string>> arguments,
        CancellationToken cancel
    ) => CallAsync(team, method, token, () => new FormUrlEncodedContent(arguments), cancel);

    private async Task<ApiResult> CallAsync(string team, string method, string? token, Func<HttpContent> content, CancellationToken cancel)
    {
        if (pace.Reserve(team, method) is var wait && wait > TimeSpan.Zero)
            return new ApiResult.Limited(wait);
        using var limit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(options.Value.ApiUrl.TrimEnd('/') + "/"), method))
            {
                Content = content(),
            };
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, either.Token);
            return await ReadAsync(team, method, response, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ApiResult.Unknown("no answer in time");
        }
        catch (HttpRequestException fault)
        {
            return new ApiResult.Unknown(fault.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            return new ApiResult.Unknown("the connection broke");
        }
    }

    private async Task<ApiResult> ReadAsync(string team, string method, HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return Limited(team, method, RetryAfter(response));
        if ((int)response.StatusCode >= 500)
            return new ApiResult.Unknown($"{(int)response.StatusCode}");
        var text = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            var body = JsonSerializer.Deserialize<JsonElement>(text);
            if (body.GetProperty("ok").GetBoolean())
                return new ApiResult.Done(body);
            var error = body.TryGetProperty("error", out var code) ? code.GetString() ?? "" : "";
            return TooFast.Contains(error) ? Limited(team, method, RetryAfter(response))
                : Passing.Contains(error) ? new ApiResult.Unknown(error)
                : new ApiResult.Failed(error);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return response.IsSuccessStatusCode
                ? new ApiResult.Unknown("not an answer of Slack's")
                : new ApiResult.Failed($"{(int)response.StatusCode}");
        }
    }

    private ApiResult.Limited Limited(string team, string method, TimeSpan wait)
    {
        pace.Close(team, method, wait);
        return new ApiResult.Limited(wait);
    }

    private static TimeSpan RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta ?? DefaultWait;
}
