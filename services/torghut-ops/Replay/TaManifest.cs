using System.Globalization;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Replay;

/// <summary>What the repository says of the TA workload.</summary>
internal sealed record TaManifest(string Group, string OffsetReset, string JobState, long RestartNonce)
{
    public const string Running = "running";
    public const string Suspended = "suspended";

    private static readonly string[] StatePath = ["job", "state"];
    private static readonly string[] NoncePath = ["job", "restartNonce"];
    private static readonly string[] GroupPath = ["config", "TA_GROUP_ID"];
    private static readonly string[] ResetPath = ["config", "TA_AUTO_OFFSET_RESET"];

    /// <exception cref="GitOpsException">The file is not the values of the chart torghut-ta.</exception>
    public static TaManifest Read(string text)
    {
        if (YamlFields.TryRead(text, ["kind"]) == "FlinkDeployment")
        {
            // Flink takes offsets from its state and looks at a group's only where it has none.
            throw new GitOpsException("state", "on a FlinkDeployment a new group id alone does not rewind, and this plan discards no state");
        }

        var nonce = YamlFields.Read(text, NoncePath);
        return new TaManifest(
            YamlFields.Read(text, GroupPath),
            YamlFields.Read(text, ResetPath),
            YamlFields.Read(text, StatePath),
            long.TryParse(nonce, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : throw new GitOpsException("file", $"job.restartNonce is '{nonce}', not a number"));
    }

    public static FieldChange State(string state) => new(StatePath, state);

    public static IReadOnlyList<FieldChange> MoveTo(string group, string offsetReset, long nonce) =>
    [
        new(GroupPath, group), new(ResetPath, offsetReset), new(NoncePath, nonce.ToString(CultureInfo.InvariantCulture)),
    ];
}
