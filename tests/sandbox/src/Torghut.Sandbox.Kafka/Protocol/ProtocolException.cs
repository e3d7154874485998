namespace Torghut.Sandbox.Kafka.Protocol;

/// <summary>The peer sent bytes that are not a request of this protocol. The connection is closed; the same bytes will fail again.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
