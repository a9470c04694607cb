using System.Text;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Rendering;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Api;

/// <summary>
/// Posts what only one person sees to the address that came with their command or press: works in channels that the bot is no
/// member of, for 30 minutes.
/// </summary>
public sealed class ResponseUrls(HttpClient http, IOptions<SlackOptions> options)
{
    /// <summary>Only Slack's own addresses, or those of the configured API: what we say goes nowhere else.</summary>
    public bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (
            (uri.Scheme == Uri.UriSchemeHttps && uri.Host == "hooks.slack.com")
            || (
                Uri.TryCreate(options.Value.ApiUrl, UriKind.Absolute, out var api)
                && (uri.Scheme, uri.Authority) == (api.Scheme, api.Authority)
            )
        );

    public async Task<ApiResult> PostAsync(string url, SlackMessage message, CancellationToken cancel)
    {
        if (!IsSafe(url))
            return new ApiResult.Failed("response_url_not_of_slack");
        var body = new JsonObject
        {
            ["response_type"] = "ephemeral",
            ["replace_original"] = false,
            ["text"] = message.Text,
        };
        if (message.Blocks is { } blocks)
            body["blocks"] = blocks.DeepClone();
        try
        {
            using var content = new StringContent(body.ToJsonString(SlackJson.Options), Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(url, content, cancel);
            return (int)response.StatusCode switch
            {
                < 300 => new ApiResult.Done(default),
                429 => new ApiResult.Limited(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(3)),
                >= 500 => new ApiResult.Unknown($"{(int)response.StatusCode}"),
                _ => new ApiResult.Failed(
                    (await response.Content.ReadAsStringAsync(cancel)).Trim() is { Length: > 0 and < 100 } error
                        ? error
                        : $"{(int)response.StatusCode}"
                ),
            };
        }
        catch (HttpRequestException fault)
        {
            return new ApiResult.Unknown(fault.HttpRequestError.ToString());
        }
    }
}
