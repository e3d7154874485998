using k8s;
using k8s.Authentication;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace Torghut.Ops.Cluster;

/// <summary>
/// Who asks, as the pod's service account or the kubeconfig says. Both change while the service runs: what was read before is read again when the server
/// does not know it any more.
/// </summary>
internal sealed class ClusterCredentials(ClusterOptions options)
{
    private readonly Lock _reading = new();
    private ServiceClientCredentials? _current;
    private bool _isRead;

    /// <exception cref="ClusterConfigurationException">There is nothing to read, or it is not as it should be.</exception>
    public KubernetesClientConfiguration Read()
    {
        try
        {
            return options.Kubeconfig.Length > 0
                ? KubernetesClientConfiguration.BuildConfigFromConfigFile(new FileInfo(options.Kubeconfig))
                : KubernetesClientConfiguration.InClusterConfig();
        }
        catch (Exception failure) when (failure is KubeConfigException or YamlException or IOException or UnauthorizedAccessException or FormatException)
        {
            // The text of the package's exceptions may hold what stands in the file.
            throw new ClusterConfigurationException($"the configuration of the cluster cannot be read: {failure.GetType().Name}", failure);
        }
    }

    public async Task AddAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Current() is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }
    }

    /// <summary>The server does not know who asks.</summary>
    public void Forget()
    {
        lock (_reading)
        {
            _isRead = false;
        }
    }

    private ServiceClientCredentials? Current()
    {
        lock (_reading)
        {
            if (!_isRead)
            {
                _current = Kubernetes.CreateCredentials(Read());
                _isRead = true;
            }

            return _current;
        }
    }
}
