using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Llm;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Language model provider listens on {Address}")]
    public static partial void Started(ILogger logger, Uri address);

    [LoggerMessage(2, LogLevel.Information, "Language model provider stopped after {Asked} requests")]
    public static partial void Stopped(ILogger logger, long asked);

    [LoggerMessage(3, LogLevel.Information, "Request {Number}: {Answer}, status {Status}")]
    public static partial void Answered(ILogger logger, long number, string answer, int status);
}
