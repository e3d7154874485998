namespace Torghut.Sandbox.Kafka.Networking;

/// <summary>What is to be done after a request.</summary>
internal enum RequestOutcome
{
    Answered,
    Silent,
    Close,
}
