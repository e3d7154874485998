using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;

namespace Torghut.Ops.Cluster;

/// <summary>
/// Connections to the API server. The package's own accept a certificate of another host name as soon as it has a certificate authority, so these are made
/// here: the authority of the configuration and no other, and the name must be that of the server.
/// </summary>
internal static class ClusterTransport
{
    /// <summary>Longest answer that is read whole, bytes.</summary>
    private const int MaxResponseBytes = 16 << 20;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="ClusterConfigurationException">The configuration would give the credentials away, or names certificates that are none.</exception>
    public static ClusterConnection Open(KubernetesClientConfiguration configuration)
    {
        if (configuration.SkipTlsVerify)
        {
            throw new ClusterConfigurationException("insecure-skip-tls-verify is set: the credentials would go to whoever answers");
        }

        if (!Uri.TryCreate(configuration.Host, UriKind.Absolute, out var server) || (server.Scheme != Uri.UriSchemeHttps && !server.IsLoopback))
        {
            throw new ClusterConfigurationException("the server's address is not https: the credentials would go in the clear");
        }

        try
        {
            return new ClusterConnection(Connect(configuration), IdentityOf(configuration));
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterConfigurationException($"the certificates of the cluster's configuration cannot be read: {failure.GetType().Name}", failure);
        }
    }

    /// <summary>Changes when connections have to be made anew: files keep their names when what is in them is rotated.</summary>
    public static string IdentityOf(KubernetesClientConfiguration configuration)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (certificate, key) = Pems(configuration);
        foreach (var text in new[] { configuration.Host, configuration.TlsServerName, certificate, key })
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        }

        foreach (var authority in configuration.SslCaCerts ?? [])
        {
            hash.AppendData(authority.RawDataMemory.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static HttpClient Connect(KubernetesClientConfiguration configuration)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = Tls(configuration),
        };
        var http = new HttpClient(handler)
        {
            // A server may stand below a path.
            BaseAddress = new Uri(configuration.Host.TrimEnd('/') + '/'),

            // The callers bring their own time-outs; a watch has none.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxResponseBytes,
        };
        if (configuration.TlsServerName is { Length: > 0 } name)
        {
            // The handler checks the certificate for the host that a request names, whatever its TLS options say.
            http.DefaultRequestHeaders.Host = name;
        }

        return http;
    }

    /// <summary>These authorities and no other, and nothing is downloaded to check them.</summary>
    private static X509ChainPolicy ChainOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static SslClientAuthenticationOptions Tls(KubernetesClientConfiguration configuration)
    {
        var options = new SslClientAuthenticationOptions();
        if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            options.CertificateChainPolicy = ChainOf(authorities);
        }

        if (Certificate(configuration) is { } own)
        {
            options.ClientCertificates = [own];
        }

        return options;
    }

    private static X509Certificate2? Certificate(KubernetesClientConfiguration configuration)
    {
        var (certificate, key) = Pems(configuration);
        return certificate is null || key is null ? null : X509Certificate2.CreateFromPem(certificate, key);
    }

    private static (string? Certificate, string? Key) Pems(KubernetesClientConfiguration configuration) => (
        Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath),
        Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath));

    private static string? Pem(string? data, string? file) =>
        data is { Length: > 0 } ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : file is { Length: > 0 } ? File.ReadAllText(file) : null;
}
