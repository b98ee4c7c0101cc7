using ContactRelay.Intake.Hooks;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>Hooks' documents: what they say, and where they are wrong.</summary>
public sealed class HookReaderTests : HookTest
{
    private const string Rest = "\"contactId\":\"$.id\",\"changes\":{\"firstName\":\"$.a\"}";

    public static TheoryData<string> Samples => [.. SampleHook.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_of_a_sample_finds_nothing_wrong(string name) => Assert.Single(ReadTenant(new SampleHook(name).Document).Hooks);

    [Fact]
    public void Read_of_a_sender_brings_what_is_known_of_it()
    {
        var hook = ReadHook($$"""{"scheme":"hubspot","secrets":["acme-a-1"],{{Rest}}}""");

        Assert.Equal(HookProof.Signature, hook.Proof);
        Assert.Equal("X-HubSpot-Signature-v3", hook.Hmac!.Header);
        Assert.Equal("$[*]", hook.Each);
        Assert.Equal(["$[0].eventId", "$[0].subscriptionId", "$[0].occurredAt"], hook.EventId.Paths);
        Assert.Equal(["acme-a-1"], hook.Secrets);
    }

    [Fact]
    public void Read_of_a_sender_lets_the_document_say_otherwise()
    {
        var hook = ReadHook($$"""{"scheme":"typeform","secrets":"acme-a","eventId":"$.form_response.token","each":"$.x[*]","publicUrl":"https://a.example/h?x=1",{{Rest}}}""");

        Assert.Equal(["$.form_response.token"], hook.EventId.Paths);
        Assert.Equal(("$.x[*]", "https://a.example/h?x=1"), (hook.Each, hook.PublicUrl));
    }

    [Fact]
    public void Read_of_hmac_says_how_it_is_signed() => Assert.Equal(
        new HmacScheme { Header = "X-S", Algorithm = "sha512", Encoding = "base64", Prefix = "p=", Signed = "{timestamp}.{body}", TimestampHeader = "X-T", IsInMilliseconds = true },
        ReadHook($$"""{"scheme":"hmac","secrets":["acme-a"],"hmac":{"header":"X-S","algorithm":"sha512","encoding":"base64","prefix":"p=","signed":"{timestamp}.{body}","timestampHeader":"X-T","timestampUnit":"milliseconds"},{{Rest}}}""").Hmac);

    [Theory]
    [InlineData("{\"secrets\":[\"acme-a\"]," + Rest + "}", "/scheme")]
    [InlineData("{\"scheme\":\"mailer\",\"secrets\":[\"acme-a\"]," + Rest + "}", "/scheme")]
    [InlineData("{\"scheme\":\"tally\"," + Rest + "}", "/secrets")]
    [InlineData("{\"scheme\":\"tally\",\"secrets\":[]," + Rest + "}", "/secrets")]
    [InlineData("{\"scheme\":\"tally\",\"secrets\":[\"a b\"]," + Rest + "}", "/secrets")]
    [InlineData("{\"scheme\":\"tally\",\"secrets\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]," + Rest + "}", "/secrets")]
    [InlineData("{\"scheme\":\"bearer\",\"secrets\":[\"acme-a\"]," + Rest + "}", "/secrets")]
    [InlineData("{\"scheme\":\"path\"," + Rest + "}", "/secrets")]
    [InlineData("{\"scheme\":\"bearer\",\"hmac\":{\"header\":\"X\"}," + Rest + "}", "/hmac")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"]," + Rest + "}", "/hmac")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{}," + Rest + "}", "/hmac/header")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"a b\"}," + Rest + "}", "/hmac/header")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"X\",\"algorithm\":\"md5\"}," + Rest + "}", "/hmac/algorithm")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"X\",\"encoding\":\"text\"}," + Rest + "}", "/hmac/encoding")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"X\",\"signed\":\"{url}\"}," + Rest + "}", "/hmac/signed")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"X\",\"signed\":\"{body}{host}\"}," + Rest + "}", "/hmac/signed")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"X\",\"signed\":\"{timestamp}{body}\"}," + Rest + "}", "/hmac/signed")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"X\",\"timestampHeader\":\"T\"}," + Rest + "}", "/hmac/signed")]
    [InlineData("{\"scheme\":\"hmac\",\"secrets\":[\"acme-a\"],\"hmac\":{\"header\":\"X\",\"key\":\"hex\"}," + Rest + "}", "/hmac/key")]
    [InlineData("{\"scheme\":\"bearer\",\"secret\":\"a\"," + Rest + "}", "/secret")]
    [InlineData("{\"scheme\":\"bearer\",\"publicUrl\":\"/hooks\"," + Rest + "}", "/publicUrl")]
    [InlineData("{\"scheme\":\"bearer\",\"each\":\"events\"," + Rest + "}", "/each")]
    [InlineData("{\"scheme\":\"bearer\",\"eventId\":\"id\"," + Rest + "}", "/eventId")]
    [InlineData("{\"scheme\":\"bearer\",\"eventId\":[]," + Rest + "}", "/eventId")]
    [InlineData("{\"scheme\":\"bearer\",\"eventId\":[\"$.a\",5]," + Rest + "}", "/eventId/1")]
    [InlineData("{\"scheme\":\"bearer\",\"eventId\":{\"header\":\"a b\"}," + Rest + "}", "/eventId/header")]
    [InlineData("{\"scheme\":\"bearer\",\"changes\":{\"firstName\":\"$.a\"}}", "/contactId")]
    [InlineData("{\"scheme\":\"bearer\",\"contactId\":\"$.id\"}", "/changes")]
    [InlineData("{\"scheme\":\"bearer\",\"contactId\":\"$.id\",\"changes\":{}}", "/changes")]
    [InlineData("5", "")]
    public void Read_of_a_wrong_hook_points_at_it(string hook, string pointer) => Assert.Equal(["/hooks/form" + pointer], Pointers(Document(hook)));

    [Theory]
    [InlineData("{\"firstname\":\"$.a\"}", "/firstname")]
    [InlineData("{\"fields.\":\"$.a\"}", "/fields.")]
    [InlineData("{\"firstName\":\"a\"}", "/firstName")]
    [InlineData("{\"firstName\":\"$.a[\"}", "/firstName")]
    [InlineData("{\"firstName\":\"$.a[?(@.b == 'x\"}", "/firstName")]
    [InlineData("{\"firstName\":\"$.a[?(@.b =~ /(/)]\"}", "/firstName")]
    [InlineData("{\"firstName\":5}", "/firstName")]
    [InlineData("{\"firstName\":{}}", "/firstName")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"value\":\"b\"}}", "/firstName")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"default\":\"b\"}}", "/firstName/default")]
    [InlineData("{\"firstName\":{\"path\":[]}}", "/firstName/path")]
    [InlineData("{\"firstName\":{\"path\":[\"$.a\",\"b\"]}}", "/firstName/path/1")]
    [InlineData("{\"firstName\":{\"join\":[\"a\"]}}", "/firstName/join/0")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"convert\":\"upper\"}}", "/firstName/convert")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"convert\":\"date:\"}}", "/firstName/convert")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"convert\":[5]}}", "/firstName/convert")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"map\":{\"a/b\":[]}}}", "/firstName/map/a~1b")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"empty\":\"null\"}}", "/firstName/empty")]
    [InlineData("{\"firstName\":{\"value\":5}}", "/firstName/value")]
    [InlineData("{\"subscription\":{\"path\":\"$.a\",\"empty\":\"clear\"}}", "/subscription/empty")]
    [InlineData("{\"subscription\":{\"path\":\"$.a\",\"map\":{\"yes\":\"subscribd\"}}}", "/subscription/map/yes")]
    [InlineData("{\"subscription\":{\"value\":\"yes\"}}", "/subscription/value")]
    [InlineData("{\"address.city\":{\"value\":{}}}", "/address.city/value")]
    [InlineData("{\"fields.a~b/c\":{\"value\":{\"d\":1}}}", "/fields.a~0b~1c/value")]
    public void Read_of_a_wrong_rule_points_at_it(string changes, string pointer) => Assert.Equal(
        ["/hooks/form/changes" + pointer], Pointers(Document($$$"""{"scheme":"bearer","contactId":"$.id","changes":{{{changes}}}}""")));

    [Theory]
    [InlineData("A")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Read_of_a_name_that_no_url_should_carry_is_refused(string name) =>
        Assert.Equal(["/hooks/" + name.Replace("/", "~1", StringComparison.Ordinal)], Pointers(Document($$"""{"scheme":"bearer",{{Rest}}}""", name)));

    [Theory]
    [InlineData("{\"firstName\":{\"value\":\"\\ud800\"}}")]
    [InlineData("{\"firstName\":{\"path\":\"$.a\",\"map\":{\"x\":\"\\ud800\"}}}")]
    public void Read_of_text_that_is_no_unicode_is_refused(string changes) =>
        Assert.Equal([""], Pointers(Document($$$"""{"scheme":"bearer","contactId":"$.id","changes":{{{changes}}}}""")));
}
