namespace Torghut.Sandbox.Infrastructure;

/// <summary>Credentials of the sandbox's own parts. They open nothing but these processes on the loopback address.</summary>
internal static class SandboxCredentials
{
    public const string AlpacaKeyId = "SANDBOXKEY";
    public const string AlpacaSecretKey = "sandbox-secret";
    public const string ClickHouseUser = "torghut";
    public const string ClickHousePassword = "torghut";
    public const string LlmKey = "sandbox-llm-key";
    public const string OperatorToken = "sandbox-operator";
    public const string RearmToken = "sandbox-rearm";
    public const string DatabasePassword = "sandbox-database";
    public const string AccountLabel = "paper";
}
