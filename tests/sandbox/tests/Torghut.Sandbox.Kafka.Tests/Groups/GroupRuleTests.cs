using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Groups;

/// <summary>The group protocol's rules, request by request.</summary>
public sealed class GroupRuleTests
{
    private string _topic = "";
    private string _group = "";
    private WireClient _one = null!;
    private WireClient _two = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _topic = await TestTopic.CreateAsync();
        _group = TestTopic.Unique();
        _one = WireClient.Connect();
        _two = WireClient.Connect();
        UntilCoordinated();
    }

    [TearDown]
    public void Disconnect()
    {
        _one.Dispose();
        _two.Dispose();
    }

    [Test]
    public void Join_FirstTime_MustFetchItsIdFirst()
    {
        var first = _one.JoinOnce(_group);
        var joined = _one.JoinOnce(_group, first.MemberId);

        Assert.That(first.Error, Is.EqualTo(ErrorCode.MemberIdRequired));
        Assert.That(joined.Error, Is.EqualTo(ErrorCode.None));
        Assert.That(joined.Leader, Is.EqualTo(first.MemberId));
        Assert.That(joined.Members, Has.Count.EqualTo(1));
        Assert.That(_one.Sync(_group, joined), Is.EqualTo((ErrorCode.None, "share"u8.ToArray())));
        Assert.That(_one.Heartbeat(_group, joined), Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void Join_SecondMember_MakesTheFirstRejoin()
    {
        var first = Settle(_one);
        var id = _two.JoinOnce(_group).MemberId;
        _two.SendJoin(_group, id);

        EventuallyHeartbeat(first, ErrorCode.RebalanceInProgress);
        var rejoined = _one.Join(_group, first.MemberId);
        var second = _two.ReceiveJoin();

        Assert.That(rejoined.Generation, Is.GreaterThan(first.Generation));
        Assert.That(second.Generation, Is.EqualTo(rejoined.Generation));
        Assert.That(rejoined.Members, Has.Count.EqualTo(2), "the leader learns the members");
        Assert.That(second.Members, Is.Empty);
        Assert.That(_one.Sync(_group, rejoined, null, second.MemberId).Error, Is.EqualTo(ErrorCode.None));
        Assert.That(_two.Sync(_group, second), Is.EqualTo((ErrorCode.None, "share"u8.ToArray())));
        Assert.That(_one.Heartbeat(_group, first), Is.EqualTo(ErrorCode.IllegalGeneration));
    }

    [Test]
    public void Heartbeat_UnknownMember_IsSaidSo()
    {
        var joined = Settle(_one);

        Assert.That(_one.Heartbeat(_group, joined with { MemberId = "someone" }), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(_one.Heartbeat(_group, joined with { Generation = joined.Generation + 1 }), Is.EqualTo(ErrorCode.IllegalGeneration));
    }

    [Test]
    public async Task Session_WithoutHeartbeats_EndsTheMembership()
    {
        var joined = Settle(_one);

        await Eventually.HoldsAsync(() => Describe().Contains("Empty", StringComparison.Ordinal), "the silent member is removed");

        Assert.That(_one.Heartbeat(_group, joined), Is.EqualTo(ErrorCode.UnknownMemberId));
    }

    [Test]
    public void Leave_LastMember_EmptiesTheGroup()
    {
        var joined = Settle(_one);

        Assert.That(_one.Leave(_group, joined.MemberId), Is.EqualTo(ErrorCode.None));
        Assert.That(_one.Heartbeat(_group, joined), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(Describe(), Is.EqualTo("Empty"));
    }

    [Test]
    public void StaticMember_ComingBack_KeepsItsShareWithoutARebalance()
    {
        var joined = _one.Join(_group, instance: "static-1");
        _one.Sync(_group, joined, "static-1");

        var back = _two.Join(_group, instance: "static-1");
        var share = _two.Sync(_group, back, "static-1");

        Assert.That(back.Generation, Is.EqualTo(joined.Generation));
        Assert.That(back.MemberId, Is.Not.EqualTo(joined.MemberId));
        Assert.That(share, Is.EqualTo((ErrorCode.None, "share"u8.ToArray())));
        Assert.That(_one.Heartbeat(_group, joined, "static-1"), Is.EqualTo(ErrorCode.FencedInstanceId), "the one it replaced is shut out");
        Assert.That(_two.Heartbeat(_group, back, "static-1"), Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void Commit_OfAMember_NeedsItsGeneration()
    {
        var joined = Settle(_one);

        Assert.Multiple(() =>
        {
            Assert.That(_one.Commit(_group, _topic, 3, joined.MemberId, joined.Generation), Is.EqualTo(ErrorCode.None));
            Assert.That(_one.Commit(_group, _topic, 4, joined.MemberId, joined.Generation + 1), Is.EqualTo(ErrorCode.IllegalGeneration));
            Assert.That(_one.Commit(_group, _topic, 4, "someone", joined.Generation), Is.EqualTo(ErrorCode.UnknownMemberId));
            Assert.That(_one.Commit(_group, _topic, 4), Is.EqualTo(ErrorCode.UnknownMemberId), "an outsider may not write over a live group");
            Assert.That(_one.FetchOffset(_group, _topic), Is.EqualTo(3));
        });
    }

    [Test]
    public void Commit_WithoutAGroup_IsKept()
    {
        Assert.That(_one.FetchOffset(_group, _topic), Is.EqualTo(-1));
        Assert.That(_one.Commit(_group, _topic, 42), Is.EqualTo(ErrorCode.None));
        Assert.That(_one.FetchOffset(_group, _topic), Is.EqualTo(42));
    }

    [Test]
    public void Join_WithoutACommonProtocol_IsInconsistent()
    {
        Settle(_one);
        var response = _two.Call(ApiKey.JoinGroup, 5, w =>
        {
            w.String(_group);
            w.Int32(WireGroup.SessionMs);
            w.Int32(WireGroup.SessionMs);
            w.String("");
            w.String(null);
            w.String("consumer");
            w.Array(1);
            w.String("another");
            w.Bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        });
        response.Int32();

        Assert.That((ErrorCode)response.Int16(), Is.EqualTo(ErrorCode.InconsistentGroupProtocol));
    }

    private Torghut.Sandbox.Kafka.Groups.JoinResult Settle(WireClient client)
    {
        var joined = client.Join(_group);
        Assert.That(client.Sync(_group, joined).Error, Is.EqualTo(ErrorCode.None));
        return joined;
    }

    private void EventuallyHeartbeat(Torghut.Sandbox.Kafka.Groups.JoinResult member, ErrorCode expected) =>
        Eventually.HoldsAsync(() => _one.Heartbeat(_group, member) == expected, $"the heartbeat tells of {expected}").GetAwaiter().GetResult();

    private string Describe() => DescribeOnce().State;

    private (ErrorCode Error, string State) DescribeOnce()
    {
        var response = _two.Call(ApiKey.DescribeGroups, 0, w =>
        {
            w.Array(1);
            w.String(_group);
        });
        response.ArrayLength();
        var error = (ErrorCode)response.Int16();
        response.String();
        return (error, response.String());
    }

    /// <summary>In the first second of a cluster's life a coordinator is named before it has loaded its groups.</summary>
    private void UntilCoordinated() => Eventually.HoldsAsync(() =>
    {
        var response = _one.Call(ApiKey.FindCoordinator, 0, w => w.String(_group));
        return (ErrorCode)response.Int16() == ErrorCode.None && DescribeOnce().Error == ErrorCode.None;
    }, "the group's coordinator is there").GetAwaiter().GetResult();
}
