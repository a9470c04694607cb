using System.Text;
using System.Xml.Linq;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>The keys that encrypt cookies, sealed in the shared database: whoever signed in at one instance is signed in at all.</summary>
internal sealed class SharedCookieKeys(SharedSecrets secrets) : IXmlRepository
{
    public const string Prefix = "cookie-key/";

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. secrets.ReadAll(Prefix).Select(key => XElement.Parse(Encoding.UTF8.GetString(key)))];

    public void StoreElement(XElement element, string friendlyName) =>
        secrets
            .ReadOrAddAsync(Prefix + friendlyName, () => Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)))
            .GetAwaiter()
            .GetResult();
}

/// <summary>
/// Makes the first key before anybody signs in, once for all instances: each would otherwise make one of its own, which the others
/// would not look for before a day has passed. Later keys are made days before they are used.
/// </summary>
internal sealed class CookieKeysAtStart(IDatabase database, IKeyManager keys, TimeProvider time) : IHostedService
{
    private const long Lock = 7305814;

    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    public Task StartAsync(CancellationToken cancel) =>
        !database.IsShared
            ? Task.CompletedTask
            : database.WriteAsync(
                Workspaces.All,
                async transaction =>
                {
                    await database.Sql.LockAsync(transaction, Lock, cancel);
                    var now = time.GetUtcNow();
                    if (!keys.GetAllKeys().Any(key => !key.IsRevoked && key.ExpirationDate > now))
                        keys.CreateNewKey(now, now + Life);
                },
                cancel
            );

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
}
