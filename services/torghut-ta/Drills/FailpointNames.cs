using Confluent.Kafka;
using Torghut.Common.Drills;

namespace Torghut.Ta.Drills;

/// <summary>The crash points, in the order in which a record passes them.</summary>
internal sealed class FailpointNames : IFailpointNames
{
    public const string PolledBeforeState = "polled_before_state";
    public const string ProducedBeforeOffsets = "produced_before_offsets";
    public const string OffsetsBeforeCommit = "offsets_before_commit";
    public const string CommitSent = "commit_sent";
    public const string CommittedBeforePoll = "committed_before_poll";
    public const string MidRestore = "mid_restore";
    public const string SavepointBeforeRename = "savepoint_before_rename";
    public const string BlockBuilt = "block_built";
    public const string InsertSent = "insert_sent";
    public const string InsertedBeforeCommit = "inserted_before_commit";

    public static IReadOnlyList<string> All { get; } =
    [
        PolledBeforeState, ProducedBeforeOffsets, OffsetsBeforeCommit, CommitSent, CommittedBeforePoll, MidRestore, SavepointBeforeRename,
        BlockBuilt, InsertSent, InsertedBeforeCommit,
    ];

    /// <summary>What a point throws: a failure that a broker might cause.</summary>
    public static Exception Failure(string name) => new KafkaException(new Error(ErrorCode.Local_Fail, $"failpoint {name}"));
}
