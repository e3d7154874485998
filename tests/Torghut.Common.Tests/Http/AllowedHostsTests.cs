using Torghut.Common.Http;

namespace Torghut.Common.Tests.Http;

public sealed class AllowedHostsTests
{
    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    [TestCase("10.1.2.3")]
    [TestCase("[::1]")]
    [TestCase("torghut")]
    [TestCase("torghut-00001-private")]
    [TestCase("torghut.torghut.svc")]
    [TestCase("torghut.torghut.svc.cluster.local")]
    [TestCase("torghut.localhost")]
    [TestCase("")]
    public void Allows_Default_WhatAClusterAndThisMachineName(string host) => Assert.That(new AllowedHosts(new HttpOptions()).Allows(host), Is.True);

    [TestCase("attacker.example")]
    [TestCase("svc.attacker.example")]
    [TestCase("svc.cluster.local.attacker.example")]
    [TestCase("127.0.0.1.attacker.example")]
    public void Allows_Default_NobodyElse(string host) => Assert.That(new AllowedHosts(new HttpOptions()).Allows(host), Is.False);

    [TestCase("torghut.example", "torghut.example", true)]
    [TestCase("torghut.example", "TORGHUT.Example", true)]
    [TestCase("torghut.example", "a.torghut.example", false)]
    [TestCase("*.example", "a.example", true)]
    [TestCase("*.example", "aexample.org", false)]
    [TestCase("*", "anything.at.all", true)]
    public void Allows_Configured_AsWritten(string pattern, string host, bool allowed) =>
        Assert.That(new AllowedHosts(new HttpOptions { AllowedHosts = [pattern] }).Allows(host), Is.EqualTo(allowed));

    [TestCase("*.example", true)]
    [TestCase("*", true)]
    [TestCase("torghut.example", true)]
    [TestCase("http://torghut.example", false)]
    [TestCase("a b", false)]
    public void Validate_Pattern_HasToBeAHost(string pattern, bool valid) =>
        Assert.That(new HttpOptions { AllowedHosts = [pattern] }.Validate().Any(), Is.Not.EqualTo(valid));
}
