using Torghut.Trading.Storage;

namespace Torghut.Trading.Tests.Storage;

public sealed class PersistedJsonTests
{
    [Test]
    public void OfExternal_Numbers_BecomeText()
    {
        Assert.That(PersistedJson.OfExternal("""{"b":1.50,"a":[2,1e3,{"c":0.1}],"n":null}""").Text,
            Is.EqualTo("""{"a":[2,"1e3",{"c":"0.1"}],"b":"1.50","n":null}"""));
        Assert.That(PersistedJson.OfExternal("not json").Text, Does.Contain("not_json"));
        Assert.That(PersistedJson.OfExternal(new string('[', 70_000)).Text, Does.Contain("too_long"));
    }
}
