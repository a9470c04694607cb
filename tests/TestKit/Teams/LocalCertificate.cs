using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatBot.TestKit.Teams;

/// <summary>
/// A certificate for this machine that the person who runs the tests trusts for two hours: Bot Builder reads keys over TLS only,
/// and takes no handler for it.
/// </summary>
internal static class LocalCertificate
{
    private const string Name = "ChatBot tests";

    private static readonly Lazy<X509Certificate2> Trusted = new(Make);

    public static X509Certificate2 Value => Trusted.Value;

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name} {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(2));
        // As a file has it: Windows serves no key that lives in memory only.
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        using var store = new X509Store(StoreName.Root, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        // Those of runs that are over: nobody has their keys any more.
        foreach (var old in store.Certificates.Where(old => old.Subject.Contains(Name) && old.NotAfter < now.UtcDateTime.ToLocalTime()))
            store.Remove(old);
        store.Add(X509CertificateLoader.LoadCertificate(made.RawData));
        return certificate;
    }
}
