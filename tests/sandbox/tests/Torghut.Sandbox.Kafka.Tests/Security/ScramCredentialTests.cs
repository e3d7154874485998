using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Security;

/// <summary>SCRAM users, set and described by librdkafka's admin client (KIP-554).</summary>
public sealed class ScramCredentialTests
{
    private IAdminClient _admin = null!;
    private string _user = "";

    [SetUp]
    public void Connect()
    {
        _admin = Clients.Admin();
        _user = TestTopic.Unique();
    }

    [TearDown]
    public void Disconnect() => _admin.Dispose();

    [Test]
    public async Task Alter_SetChangeAndDelete_IsDescribed()
    {
        await _admin.AlterUserScramCredentialsAsync([Upsert(ScramMechanism.ScramSha256, 4096)]);
        await _admin.AlterUserScramCredentialsAsync([Upsert(ScramMechanism.ScramSha512, 8192)]);
        await UntilDescribedAsync("ScramSha256 4096, ScramSha512 8192");
        await _admin.AlterUserScramCredentialsAsync([Upsert(ScramMechanism.ScramSha256, 16_384)]);
        await UntilDescribedAsync("ScramSha256 16384, ScramSha512 8192");
        Assert.That((await _admin.DescribeUserScramCredentialsAsync([])).UserScramCredentialsDescriptions.Select(d => d.User), Does.Contain(_user));

        await _admin.AlterUserScramCredentialsAsync([Delete(ScramMechanism.ScramSha256)]);
        await UntilDescribedAsync("ScramSha512 8192");
        await _admin.AlterUserScramCredentialsAsync([Delete(ScramMechanism.ScramSha512)]);
        await UntilDescribedAsync("ResourceNotFound");
    }

    [TestCase(4095, ErrorCode.UnacceptableCredential)]
    [TestCase(16_385, ErrorCode.UnacceptableCredential)]
    public async Task Alter_IterationsOutOfRange_IsRefused(int iterations, ErrorCode expected) =>
        Assert.That(await ErrorOfAltering(Upsert(ScramMechanism.ScramSha256, iterations)), Is.EqualTo(expected));

    [Test]
    public async Task Alter_DeletingWhatIsNotThere_IsNotFound() =>
        Assert.That(await ErrorOfAltering(Delete(ScramMechanism.ScramSha256)), Is.EqualTo(ErrorCode.ResourceNotFound));

    [Test]
    public async Task Alter_OneUserTwice_ChangesNothing()
    {
        var error = await ErrorOfAltering(Upsert(ScramMechanism.ScramSha256, 4096), Upsert(ScramMechanism.ScramSha512, 4096));

        Assert.That(error, Is.EqualTo(ErrorCode.DuplicateResource));
        Assert.That(await DescribeAsync(), Is.EqualTo("ResourceNotFound"));
    }

    [TestCase(ScramMechanism.ScramSha256, SaslMechanism.ScramSha256)]
    [TestCase(ScramMechanism.ScramSha512, SaslMechanism.ScramSha512)]
    public async Task Login_OfAUserWhoWasAdded_WorksAfterARestartToo(ScramMechanism mechanism, SaslMechanism login)
    {
        await using var own = await OwnBroker.StartAsync(o => o with { Users = [new("admin", "first")] });
        using (var admin = new AdminClientBuilder(LoginAs(own, SaslMechanism.ScramSha512, "admin", "first")).SetLogHandler((_, _) => { }).Build())
        {
            await admin.AlterUserScramCredentialsAsync([Upsert(mechanism, 4096)]);
            var described = (await admin.DescribeUserScramCredentialsAsync([])).UserScramCredentialsDescriptions;
            Assert.That(described.Select(d => d.User), Is.EquivalentTo(new[] { "admin", _user }));
        }

        await own.RestartAsync();
        using var added = new AdminClientBuilder(LoginAs(own, login, _user, "password")).SetLogHandler((_, _) => { }).Build();

        Assert.That(added.GetMetadata(Clients.Timeout).Brokers, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Login_OfAUserWhoseCredentialWasReplaced_WantsTheNewPassword()
    {
        await using var own = await OwnBroker.StartAsync(o => o with { Users = [new("admin", "first"), new(_user, "old")] });
        using var admin = new AdminClientBuilder(LoginAs(own, SaslMechanism.Plain, "admin", "first")).SetLogHandler((_, _) => { }).Build();
        await admin.AlterUserScramCredentialsAsync([Upsert(ScramMechanism.ScramSha512, 4096)]);
        var refused = new TaskCompletionSource<Error>();

        using var renewed = new AdminClientBuilder(LoginAs(own, SaslMechanism.ScramSha512, _user, "password")).SetLogHandler((_, _) => { }).Build();
        using var old = new AdminClientBuilder(LoginAs(own, SaslMechanism.ScramSha512, _user, "old")).SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => refused.TrySetResult(error)).Build();

        Assert.That(renewed.GetMetadata(Clients.Timeout).Brokers, Has.Count.EqualTo(1));
        Assert.That((await refused.Task.WaitAsync(Clients.Timeout)).Code, Is.EqualTo(ErrorCode.Local_Authentication));
    }

    private static AdminClientConfig LoginAs(OwnBroker own, SaslMechanism mechanism, string user, string password) => new()
    {
        BootstrapServers = own.Bootstrap,
        SecurityProtocol = SecurityProtocol.SaslPlaintext,
        SaslMechanism = mechanism,
        SaslUsername = user,
        SaslPassword = password,
    };

    private UserScramCredentialUpsertion Upsert(ScramMechanism mechanism, int iterations) => new()
    {
        User = _user,
        ScramCredentialInfo = new ScramCredentialInfo { Mechanism = mechanism, Iterations = iterations },
        Password = Encoding.UTF8.GetBytes("password"),
    };

    private UserScramCredentialDeletion Delete(ScramMechanism mechanism) => new() { User = _user, Mechanism = mechanism };

    private async Task<ErrorCode> ErrorOfAltering(params UserScramCredentialAlteration[] alterations)
    {
        try
        {
            await _admin.AlterUserScramCredentialsAsync(alterations);
            return ErrorCode.NoError;
        }
        catch (AlterUserScramCredentialsException e)
        {
            return e.Results[0].Error.Code;
        }
    }

    private async Task UntilDescribedAsync(string expected) => await Eventually.ReadsAsync(DescribeAsync, seen => seen == expected, $"the user has {expected}");

    private async Task<string> DescribeAsync()
    {
        try
        {
            var found = (await _admin.DescribeUserScramCredentialsAsync([_user])).UserScramCredentialsDescriptions.Single();
            return string.Join(", ", found.ScramCredentialInfos.OrderBy(i => i.Mechanism).Select(i => $"{i.Mechanism} {i.Iterations}"));
        }
        catch (DescribeUserScramCredentialsException e)
        {
            return e.Results.UserScramCredentialsDescriptions[0].Error.Code.ToString();
        }
    }
}
