using ContactRelay.Intake.Hooks;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>What is said of a body in the log.</summary>
public sealed class BodyPathsTests : HookTest
{
    [Theory]
    [InlineData("""{"id":"secret","event":{"type":"secret"},"answers":[{"key":"secret"},{"key":"secret","q3_name":true}]}""", "$.id $.event.type $.answers[*].key $.answers[*].q3_name")]
    [InlineData("""{"1.3":"secret","42":"secret"}""", "$.1.3 $.42")]
    [InlineData("""{"ada@example.com":{"x":"secret"},"15550000000":"secret","Ada Lovelace":"secret","\u0000":"secret"}""", "$.***.x $.***")]
    [InlineData("""{"a":{"b":{"c":{"d":{"e":{"f":{"g":"secret"}}}}}}}""", "$.a.b.c.d.e.f")]
    [InlineData("""{"a":null,"b":[],"c":{}}""", "nothing")]
    [InlineData("{}", "nothing")]
    [InlineData("7", "$")]
    public void Of_a_body_names_paths_and_neither_values_nor_names_that_may_be_a_persons(string body, string expected) =>
        Assert.Equal(expected, BodyPaths.Of(HookJson.Read(body)));

    [Fact]
    public void Of_a_large_body_names_a_few()
    {
        var found = BodyPaths.Of(HookJson.Read("{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"a{i}\":1")) + "}"));

        Assert.StartsWith("$.a0 $.a1 ", found, StringComparison.Ordinal);
        Assert.EndsWith("$.a19 and more", found, StringComparison.Ordinal);
    }

    [Fact]
    public void LookedFor_names_the_paths_of_the_mapping() => Assert.Equal(
        "events at $.events[*], and in each of them $[0].f $[0].l $[0].a $[0].b $[0].id",
        BodyPaths.LookedFor(ReadHook("""{"scheme":"bearer","each":"$.events[*]","contactId":"$[0].id","changes":{"name":{"join":["$[0].f","$[0].l"]},"phone":{"path":["$[0].a","$[0].b"]},"note":{"value":"x"}}}""")));
}
