using Torghut.Common.Configuration;

namespace Torghut.Ta.Kafka;

/// <summary>What a crash may do to the derived topics.</summary>
internal enum DeliveryGuarantee
{
    /// <summary>Outputs, input offsets and state commit in one transaction.</summary>
    [ConfigurationValue("EXACTLY_ONCE")]
    ExactlyOnce,

    /// <summary>Without transactions: a record may come twice, with the same key and content.</summary>
    [ConfigurationValue("AT_LEAST_ONCE")]
    AtLeastOnce,
}
