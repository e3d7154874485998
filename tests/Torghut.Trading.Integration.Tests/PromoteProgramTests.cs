using System.Globalization;
using System.Text;
using Torghut.Common.Hosting;
using Torghut.Testing;
using Torghut.Trading.Api;
using Torghut.Trading.Json;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The built program asks a service whose gates are known: the codes that scripts go by.</summary>
public sealed class PromoteProgramTests
{
    [TestCase("paper", "live_ramp", ExitCodes.Success, "Promotion to paper: open")]
    [TestCase("live", "live_ramp", 3, "Promotion to live: closed")]
    [TestCase("paper", "throughput", 3, "throughput: why")]
    public async Task Promote_Gates_ExitsByThem(string target, string closed, int code, string said)
    {
        var gates = PromotionTargets.Gates["live"].Select(name => new JsonMap
        {
            ["gate"] = name,
            ["holds"] = name != closed,
            ["reasons"] = name == closed ? ["why"] : Array.Empty<string>(),
        }).ToList();
        var body = Encoding.UTF8.GetBytes(CanonicalJson.Serialize(new JsonMap { ["gates"] = gates, ["targets"] = PromotionTargets.ToMap(gates) }));
        var asked = "";
        await using var service = await HttpStub.StartAsync(context =>
        {
            asked = context.Request.Path;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await using var program = Start(service.Address.Port, "--to", target);
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(code), program.Output);
        Assert.That(program.Output, Does.Contain(said));
        Assert.That(asked, Is.EqualTo("/trading/autonomy"));
    }

    [Test]
    public async Task Promote_ServiceIsAway_IsNoOpenGate()
    {
        await using var program = Start(ServiceProcess.FreePort(), "--to", "paper");
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(ExitCodes.Failure), program.Output);
    }

    [Test]
    public async Task Promote_UnknownTarget_IsRefused()
    {
        await using var program = Start(ServiceProcess.FreePort(), "--to", "moon");
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(ExitCodes.Usage), program.Output);
    }

    private static ServiceProcess Start(int port, params string[] words) => ServiceProcess.Start(
        "torghut-trading",
        new Dictionary<string, string> { ["TRADING_PORT"] = port.ToString(CultureInfo.InvariantCulture) },
        ["promote", .. words]);
}
