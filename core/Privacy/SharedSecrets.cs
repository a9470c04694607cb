using System.Security.Cryptography;
using System.Text;
using ChatBot.Settings;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Privacy;

/// <summary>A key file in the data directory that every instance on one database needs alike.</summary>
/// <param name="Make">Makes the content where no instance has one yet.</param>
public sealed record SharedFile(string Name, Func<byte[]> Make);

/// <summary>An instance does not fit the others on its database; the message says what to do.</summary>
public sealed class SharedSecretException(string message) : Exception(message);

/// <summary>
/// Keys that several instances, each with a data folder of its own, need alike. They lie in the shared database, sealed with a key
/// derived from the one secret that all instances are configured with, <c>Privacy:PseudonymKey</c>: a copy of the database opens none of
/// them.
/// On SQLite, which one process serves, the files of the data folder are all there is.
/// </summary>
public sealed class SharedSecrets(
    IDatabase database,
    IOptions<PrivacyOptions> privacy,
    IOptions<DataOptions> data,
    IEnumerable<SharedFile> files,
    TimeProvider time
)
{
    /// <summary>A secret that only shows whether this instance has the same key as the one that came first.</summary>
    private const string Sample = "sample";

    private readonly Lazy<SecretSeal> _seal = new(() =>
        new SecretSeal(
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                PseudonymKey.Read(privacy.Value, data.Value),
                SecretSeal.KeyBytes,
                info: "secrets shared by instances"u8.ToArray()
            )
        )
    );

    public bool AreInDatabase => database.IsShared;

    /// <summary>
    /// Makes sure that this instance has the keys of the others: compares, and puts files in place that it does not have yet.
    /// </summary>
    /// <exception cref="SharedSecretException">It has others.</exception>
    public async Task AgreeAsync(CancellationToken cancel = default)
    {
        if (!AreInDatabase)
            return;
        await ReadOrAddAsync(Sample, () => Encoding.ASCII.GetBytes(Sample), cancel);
        foreach (var file in files)
        {
            var path = data.Value.PathOf(file.Name);
            var shared = await ReadOrAddAsync(file.Name, () => File.Exists(path) ? File.ReadAllBytes(path) : file.Make(), cancel);
            SecretFile.MakeOnce(path, () => shared);
            if (!CryptographicOperations.FixedTimeEquals(File.ReadAllBytes(path), shared))
                throw new SharedSecretException(
                    $"{path} is not the key that the other instances on this database use. Delete it, and theirs takes its place."
                );
        }
    }

    /// <summary>The secret of that name; of instances that add one at once the first one's counts.</summary>
    /// <exception cref="SharedSecretException">It was sealed with another key.</exception>
    public async Task<byte[]> ReadOrAddAsync(string name, Func<byte[]> make, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        var closed = await connection.ExecuteScalarAsync<string?>(
            new CommandDefinition("select sealed from shared_secrets where name = @name", new { name }, cancellationToken: cancel)
        );
        closed ??= await connection.ExecuteScalarAsync<string>(
            new CommandDefinition(
                """
                insert into shared_secrets (name, sealed, created) values (@name, @Sealed, @Now)
                on conflict (name) do update set name = excluded.name returning sealed
                """,
                new
                {
                    name,
                    Sealed = _seal.Value.Close(make(), name),
                    Now = time.NowMs(),
                },
                cancellationToken: cancel
            )
        );
        return Open(name, closed!);
    }

    /// <summary>All secrets whose name begins with <paramref name="prefix"/>, in the order in which they were added.</summary>
    public IReadOnlyList<byte[]> ReadAll(string prefix)
    {
        using var connection = database.OpenAsync(Workspaces.All).GetAwaiter().GetResult();
        return
        [
            .. connection
                .Query<(string Name, string Sealed)>(
                    "select name, sealed from shared_secrets where left(name, @Length) = @prefix order by created, name",
                    new { prefix, prefix.Length }
                )
                .Select(row => Open(row.Name, row.Sealed)),
        ];
    }

    private byte[] Open(string name, string closed)
    {
        try
        {
            return _seal.Value.Open(closed, name);
        }
        catch (CryptographicException)
        {
            var source = privacy.Value.PseudonymKey.Length > 0 ? "Privacy:PseudonymKey" : data.Value.PathOf(PseudonymKey.FileName);
            throw new SharedSecretException(
                $"{source} is not the key that the other instances on this database use. Set Privacy:PseudonymKey on all of them "
                    + $"to one text: the setting of the first, or what its file {PseudonymKey.FileName} holds."
            );
        }
    }
}
