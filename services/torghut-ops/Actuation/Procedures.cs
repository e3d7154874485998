using System.Globalization;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>Every change that can be made.</summary>
internal static class Procedures
{
    private const string Trading = GitOpsRepository.Home + "trading/values.yaml";
    private const string Forwarder = GitOpsRepository.Home + "ws/values.yaml";
    private const string Ta = GitOpsRepository.Home + "ta/values.yaml";

    private static readonly string[] Enabled = ["config", "TRADING_ENABLED"];
    private static readonly string[] RestartedAt = ["podAnnotations", "kubectl.kubernetes.io/restartedAt"];
    private static readonly string[] Replicas = ["replicas"];
    private static readonly string[] State = ["job", "state"];
    private static readonly string[] Nonce = ["job", "restartNonce"];

    public static IReadOnlyList<Procedure> All { get; } =
    [
        new("pause-trading", Trading, "No order leaves any more.", _ => [new(Enabled, "false")]),
        new("resume-trading", Trading, "Orders may leave again, in the mode that is configured.", _ => [new(Enabled, "true")]),
        new("restart-ws", Forwarder, "The forwarder's pod is made anew.",
            input => [new(RestartedAt, input.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))])
        {
            // Alpaca allows one market-data connection per account.
            Requires = new(Replicas, "1"),
        },
        new("suspend-ta", Ta, "TA neither reads nor writes.", _ => [new(State, "suspended")]),
        new("resume-ta", Ta, "TA goes on from its state.",
            input => input.ForceRestart ? [new(State, "running"), new(Nonce, Next(input.Text))] : [new(State, "running")])
        {
            MayForceRestart = true,
        },
    ];

    public static Procedure? Find(string name) => All.FirstOrDefault(procedure => procedure.Name == name);

    /// <summary>Every field that a procedure may change in the file.</summary>
    public static IEnumerable<IReadOnlyList<string>> FieldsOf(string file) => file switch
    {
        Trading => [Enabled],
        Forwarder => [RestartedAt],
        Ta => [State, Nonce],
        _ => [],
    };

    private static string Next(string text)
    {
        var nonce = YamlFields.Read(text, Nonce);
        return long.TryParse(nonce, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < long.MaxValue
            ? (number + 1).ToString(CultureInfo.InvariantCulture)
            : throw new GitOpsException("file", $"job.restartNonce is '{nonce}', not a number");
    }
}
