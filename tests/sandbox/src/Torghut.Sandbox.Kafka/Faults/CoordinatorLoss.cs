using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>What clients are told while the coordinator is away.</summary>
internal static class CoordinatorLoss
{
    public static ErrorCode ErrorFor(ApiKey api) => api switch
    {
        ApiKey.FindCoordinator => ErrorCode.CoordinatorNotAvailable,
        ApiKey.JoinGroup or ApiKey.SyncGroup or ApiKey.Heartbeat or ApiKey.LeaveGroup => ErrorCode.NotCoordinator,
        ApiKey.OffsetCommit or ApiKey.OffsetFetch or ApiKey.OffsetDelete => ErrorCode.NotCoordinator,
        ApiKey.DescribeGroups or ApiKey.ListGroups or ApiKey.DeleteGroups => ErrorCode.NotCoordinator,
        ApiKey.InitProducerId or ApiKey.AddPartitionsToTxn or ApiKey.AddOffsetsToTxn => ErrorCode.NotCoordinator,
        ApiKey.TxnOffsetCommit or ApiKey.EndTxn or ApiKey.DescribeTransactions => ErrorCode.NotCoordinator,
        ApiKey.ListTransactions => ErrorCode.CoordinatorNotAvailable,
        _ => ErrorCode.None,
    };
}
