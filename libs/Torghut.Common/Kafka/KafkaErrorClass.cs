using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>Stable words for Kafka failures, used in readiness reports and metric labels.</summary>
public static class KafkaErrorClass
{
    public const string Authentication = "kafka_auth";
    public const string Metadata = "kafka_metadata";
    public const string Produce = "kafka_produce";

    /// <summary>Authentication and authorisation failures are told apart from everything else, which gets <paramref name="otherwise"/>.</summary>
    public static string Of(Error error, string otherwise) => error.Code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism or ErrorCode.IllegalSaslState
            or ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.Local_Ssl => Authentication,
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.LeaderNotAvailable => Metadata,
        _ => otherwise,
    };
}
