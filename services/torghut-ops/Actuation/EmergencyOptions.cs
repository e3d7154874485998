using Torghut.Common.Configuration;

namespace Torghut.Ops.Actuation;

/// <summary>The cluster that an emergency change patches.</summary>
internal sealed class EmergencyOptions
{
    [ConfigurationKey("OPS_EMERGENCY_API_URL", "API of the cluster for emergency changes, as https://kubernetes.default.svc; without it they are refused.",
        Schemes = "http,https")]
    public Uri? Api { get; set; }

    [ConfigurationKey("OPS_EMERGENCY_TOKEN_FILE", "File of the token that may patch.")]
    public string TokenFile { get; set; } = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    [ConfigurationKey("OPS_EMERGENCY_CA_FILE", "PEM file of the authority that signed the API's certificate.")]
    public string CaFile { get; set; } = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

    [ConfigurationKey("OPS_EMERGENCY_RECHECK_SECONDS", "How long after a patch it is looked at again.", Min = 1, Max = 600)]
    public TimeSpan Recheck { get; set; } = TimeSpan.FromSeconds(30);
}
