namespace Torghut.Sandbox.Kafka.Protocol;

/// <summary>The versions of one request kind this broker speaks.</summary>
/// <param name="Key">The request kind.</param>
/// <param name="Min">The lowest version advertised.</param>
/// <param name="Max">The highest version advertised.</param>
/// <param name="FirstFlexible">The first version with compact lengths and tagged fields.</param>
internal readonly record struct ApiVersion(ApiKey Key, short Min, short Max, short FirstFlexible);

/// <summary>What this broker advertises; the ranges follow the protocol's published message definitions.</summary>
internal static class ApiVersions
{
    private const short Never = short.MaxValue;

    /// <summary>
    /// Produce is advertised from 0 though only 3 and later are answered: clients derive the support of compression codecs from the
    /// lowest version, and Kafka 4 does the same for them.
    /// </summary>
    public const short LowestProduceAnswered = 3;

    public static readonly ApiVersion[] All =
    [
        new(ApiKey.Produce, 0, 9, 9),
        new(ApiKey.Fetch, 4, 12, 12),
        new(ApiKey.ListOffsets, 1, 7, 6),
        new(ApiKey.Metadata, 0, 12, 9),
        new(ApiKey.OffsetCommit, 2, 8, 8),
        new(ApiKey.OffsetFetch, 1, 7, 6),
        new(ApiKey.FindCoordinator, 0, 3, 3),
        new(ApiKey.JoinGroup, 0, 7, 6),
        new(ApiKey.Heartbeat, 0, 4, 4),
        new(ApiKey.LeaveGroup, 0, 4, 4),
        new(ApiKey.SyncGroup, 0, 5, 4),
        new(ApiKey.DescribeGroups, 0, 5, 5),
        new(ApiKey.ListGroups, 0, 4, 3),
        new(ApiKey.SaslHandshake, 0, 1, Never),
        new(ApiKey.ApiVersions, 0, 3, 3),
        new(ApiKey.CreateTopics, 0, 4, 5),
        new(ApiKey.DeleteTopics, 0, 4, 4),
        new(ApiKey.DeleteRecords, 0, 2, 2),
        new(ApiKey.InitProducerId, 0, 4, 2),
        new(ApiKey.OffsetForLeaderEpoch, 2, 3, 4),
        new(ApiKey.AddPartitionsToTxn, 0, 3, 3),
        new(ApiKey.AddOffsetsToTxn, 0, 3, 3),
        new(ApiKey.EndTxn, 0, 3, 3),
        new(ApiKey.TxnOffsetCommit, 0, 3, 3),
        new(ApiKey.DescribeConfigs, 0, 4, 4),
        new(ApiKey.AlterConfigs, 0, 2, 2),
        new(ApiKey.DescribeLogDirs, 1, 4, 2),
        new(ApiKey.SaslAuthenticate, 0, 2, 2),
        new(ApiKey.CreatePartitions, 0, 3, 2),
        new(ApiKey.DeleteGroups, 0, 2, 2),
        new(ApiKey.IncrementalAlterConfigs, 0, 1, 1),
        new(ApiKey.OffsetDelete, 0, 0, Never),
        new(ApiKey.DescribeUserScramCredentials, 0, 0, 0),
        new(ApiKey.AlterUserScramCredentials, 0, 0, 0),
        new(ApiKey.DescribeCluster, 0, 0, 0),
        new(ApiKey.DescribeProducers, 0, 0, 0),
        new(ApiKey.DescribeTransactions, 0, 0, 0),
        new(ApiKey.ListTransactions, 0, 2, 0),
    ];

    private static readonly Dictionary<short, ApiVersion> ByKey = All.ToDictionary(v => (short)v.Key);

    public static bool TryGet(short key, out ApiVersion version) => ByKey.TryGetValue(key, out version);
}
