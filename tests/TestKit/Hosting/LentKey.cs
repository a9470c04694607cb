using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ChatBot.TestKit.Hosting;

/// <summary>An RSA key of a test's own while the test lasts. Making one takes long, so one that was given back is lent again.</summary>
public sealed class LentKey(int bits = 2048) : IDisposable
{
    private static readonly ConcurrentDictionary<int, ConcurrentBag<RSA>> Back = new();

    private int _given;

    public RSA Rsa { get; } = Free(bits).TryTake(out var key) ? key : RSA.Create(bits);

    private static ConcurrentBag<RSA> Free(int bits) => Back.GetOrAdd(bits, _ => []);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _given, 1) == 0)
            Free(bits).Add(Rsa);
    }
}
