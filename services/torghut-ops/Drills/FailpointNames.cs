using Torghut.Common.Drills;

namespace Torghut.Ops.Drills;

/// <summary>The crash points of commands that change something, in the order in which a change passes them.</summary>
internal sealed class FailpointNames : IFailpointNames
{
    /// <summary>The replay's record is kept, nothing is changed.</summary>
    public const string ReplayRecorded = "replay_recorded";

    /// <summary>The audit has the intention of a step.</summary>
    public const string ReplayIntended = "replay_intended";

    /// <summary>The step's commit exists here, and nobody else sees it.</summary>
    public const string ReplayCommitMade = "replay_commit_made";

    /// <summary>The branch has the commit; the audit does not say so.</summary>
    public const string ReplayPushed = "replay_pushed";

    /// <summary>The audit says that the commit is pushed; the workload may not follow yet.</summary>
    public const string ReplayCommitted = "replay_committed";

    /// <summary>The workload follows; the replay's record does not say so.</summary>
    public const string ReplayFollowed = "replay_followed";

    /// <summary>The derived topics are copied, and stand.</summary>
    public const string ReplayBackedUp = "replay_backed_up";

    /// <summary>A derived topic is deleted; the audit does not say so.</summary>
    public const string ReplayTopicDeleted = "replay_topic_deleted";

    /// <summary>It is made anew; the audit does not say so.</summary>
    public const string ReplayTopicMade = "replay_topic_made";

    /// <summary>The audit has the intention of a change.</summary>
    public const string ActuateIntended = "actuate_intended";

    /// <summary>Its commit exists here, and nobody else sees it.</summary>
    public const string ActuateCommitMade = "actuate_commit_made";

    /// <summary>Its branch is there; the audit does not say so.</summary>
    public const string ActuatePushed = "actuate_pushed";

    /// <summary>The audit has the intention of a pull request.</summary>
    public const string ActuateRequestIntended = "actuate_request_intended";

    /// <summary>It is open; the audit does not say so.</summary>
    public const string ActuateRequestOpened = "actuate_request_opened";

    /// <summary>The audit has the intention of a live change.</summary>
    public const string EmergencyIntended = "emergency_intended";

    /// <summary>Self-heal is paused, nothing else is changed.</summary>
    public const string EmergencyPaused = "emergency_paused";

    /// <summary>The object is patched; whether it holds is not known.</summary>
    public const string EmergencyPatched = "emergency_patched";

    /// <summary>It holds; the audit does not say so.</summary>
    public const string EmergencyLooked = "emergency_looked";

    /// <summary>The audit has the intention to restore self-heal.</summary>
    public const string EmergencyRestoreIntended = "emergency_restore_intended";

    /// <summary>It is restored; the audit does not say so.</summary>
    public const string EmergencyRestored = "emergency_restored";

    /// <summary>The audit has the intention to register a schema.</summary>
    public const string SchemaIntended = "schema_intended";

    /// <summary>The registry has it; the audit does not say so.</summary>
    public const string SchemaRegistered = "schema_registered";

    public static IReadOnlyList<string> All { get; } =
    [
        ReplayRecorded, ReplayIntended, ReplayCommitMade, ReplayPushed, ReplayCommitted, ReplayFollowed, ReplayBackedUp, ReplayTopicDeleted, ReplayTopicMade,
        ActuateIntended, ActuateCommitMade, ActuatePushed, ActuateRequestIntended, ActuateRequestOpened,
        EmergencyIntended, EmergencyPaused, EmergencyPatched, EmergencyLooked, EmergencyRestoreIntended, EmergencyRestored,
        SchemaIntended, SchemaRegistered,
    ];

    /// <summary>What a point throws: a failure that a disk might cause.</summary>
    public static Exception Failure(string name) => new IOException($"failpoint {name}");
}
