using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Who answers what.</summary>
internal sealed class ApiHandlers
{
    private readonly Dictionary<ApiKey, IApiHandler> _byKey;

    public ApiHandlers(
        KafkaBrokerOptions options, BrokerStorage storage, GroupCoordinator groups, TransactionCoordinator transactions, NodeAddress node, ILogger logger)
    {
        var topics = storage.Topics;
        var credentials = new ScramCredentials(storage.Journal, options.Users);
        IApiHandler[] all =
        [
            new ApiVersionsHandler(),
            new MetadataHandler(topics, node),
            new DescribeClusterHandler(node),
            new ProduceHandler(topics, transactions),
            new FetchHandler(topics, options, storage.Context.Faults),
            new ListOffsetsHandler(topics),
            new OffsetForLeaderEpochHandler(topics),
            new FindCoordinatorHandler(node),
            new JoinGroupHandler(groups),
            new SyncGroupHandler(groups),
            new HeartbeatHandler(groups),
            new LeaveGroupHandler(groups),
            new OffsetCommitHandler(groups, topics),
            new OffsetFetchHandler(groups),
            new OffsetDeleteHandler(groups),
            new DescribeGroupsHandler(groups),
            new ListGroupsHandler(groups),
            new DeleteGroupsHandler(groups),
            new InitProducerIdHandler(transactions),
            new AddPartitionsToTxnHandler(transactions),
            new AddOffsetsToTxnHandler(transactions),
            new TxnOffsetCommitHandler(transactions, groups, topics),
            new EndTxnHandler(transactions),
            new DescribeTransactionsHandler(transactions),
            new ListTransactionsHandler(transactions, options.Time),
            new DescribeProducersHandler(topics),
            new CreateTopicsHandler(topics, options),
            new DeleteTopicsHandler(topics, groups.Offsets),
            new CreatePartitionsHandler(topics),
            new DeleteRecordsHandler(topics),
            new DescribeConfigsHandler(topics, options),
            new AlterConfigsHandler(topics, isIncremental: false),
            new AlterConfigsHandler(topics, isIncremental: true),
            new DescribeLogDirsHandler(topics),
            new DescribeUserScramCredentialsHandler(credentials),
            new AlterUserScramCredentialsHandler(credentials),
            new SaslHandshakeHandler(new SaslMechanisms(options.Users, credentials)),
            new SaslAuthenticateHandler(logger),
        ];
        _byKey = all.ToDictionary(h => h.Key);
    }

    public IApiHandler this[ApiKey key] => _byKey[key];
}
