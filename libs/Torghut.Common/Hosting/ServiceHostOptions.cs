using System.Net;
using Microsoft.Extensions.Logging;
using Torghut.Common.Configuration;

namespace Torghut.Common.Hosting;

/// <summary>What every service lets its operator set, whatever it does.</summary>
public sealed class ServiceHostOptions : IValidatableOptions
{
    [ConfigurationKey("TORGHUT_BIND_ADDRESS", "IP address that the HTTP ports listen on; 127.0.0.1 keeps them on this machine.")]
    public string BindAddress { get; set; } = "0.0.0.0";

    [ConfigurationKey("LOG_LEVEL", "Least severe log messages that are written.")]
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    [ConfigurationKey("SHUTDOWN_GRACE_SECONDS", "How long a stopping service may take to flush its work.", Min = 1, Max = 600)]
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(25);

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (!IPAddress.TryParse(BindAddress, out _))
        {
            yield return new("TORGHUT_BIND_ADDRESS", "an IP address", $"'{BindAddress}'");
        }
    }
}
