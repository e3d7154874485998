using Torghut.Common.Configuration;

namespace Torghut.Ops.GitOps;

/// <summary>The repository that the cluster is made from.</summary>
internal sealed class GitOpsOptions
{
    [ConfigurationKey("OPS_GITOPS_DIR", "Folder of a clone of the repository that Argo CD follows, bare or not; its remote 'origin' is where changes go.")]
    public string Directory { get; set; } = "";

    [ConfigurationKey("OPS_GITOPS_BRANCH", "Branch that Argo CD follows.")]
    public string Branch { get; set; } = "main";

    [ConfigurationKey("OPS_GITOPS_USER", "User of the Git host, beside its token.")]
    public string User { get; set; } = "x-access-token";

    [ConfigurationKey("OPS_GITOPS_TOKEN", "Token of the Git host that may push.", Secret = true)]
    public string Token { get; set; } = "";
}
