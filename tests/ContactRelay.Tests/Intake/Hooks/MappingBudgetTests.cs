using System.Text;
using ContactRelay.Intake.Hooks;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>What following paths through one body may cost, whatever the body.</summary>
public sealed class MappingBudgetTests : HookTest
{
    private const string Pattern = """$..[?(@.k =~ /^(a+)+$/)].k""";

    [Theory]
    [InlineData("$..name")]
    [InlineData("$..*")]
    [InlineData("$..name..name")]
    [InlineData("$..*..*..name")]
    public void Map_of_nested_matches_is_refused_before_anything_is_copied(string path)
    {
        var body = Nested();
        Map("""{"fields.x":"$.id"}""", body);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var plain = Map("""{"fields.x":"$.id"}""", body);
        var between = GC.GetAllocatedBytesForCurrentThread();

        var update = Map($$$"""{"fields.x":"{{{path}}}"}""", body);

        var (reading, mapping) = (between - before, GC.GetAllocatedBytesForCurrentThread() - between);
        Assert.Empty(plain.Errors);
        Assert.Equal("/fields/x", update.Errors[0].Pointer);
        Assert.True(mapping < reading + (4 * body.Length), $"{mapping:N0} bytes, {reading:N0} of them for reading {body.Length:N0}.");
    }

    [Theory]
    [InlineData("$..*..*..*..*..*..nothing")]
    [InlineData("$.list[?(@.n == $..*..nothing)]")]
    [InlineData("$..[?(@..[?(@..nothing)])]")]
    [InlineData("$.list[?(@..n == $..*.nothing)]")]
    public void Select_of_what_looks_everywhere_ends_with_the_time(string path)
    {
        var budget = new MappingBudget(new TickingTime(TimeSpan.FromMicroseconds(1)));
        var list = string.Join(',', Enumerable.Repeat("{\"n\":[1,2]}", 2_000));
        var body = HookJson.Read($$$"""{"list":[{{{list}}}],"nested":{{{Nested()}}}}""", budget);

        Assert.Throws<MappingLimitException>(() => budget.Select(body, path));
        Assert.Throws<MappingLimitException>(() => budget.Select(body, "$.list[*].n"));
    }

    [Fact]
    public void Select_with_a_slow_pattern_ends_with_the_time_of_the_body()
    {
        var time = new TickingTime(MappingBudget.MaxTime / 10);
        var budget = new MappingBudget(time);
        var body = HookJson.Read("[" + string.Join(',', Enumerable.Repeat("{\"k\":\"aaaab\"}", 500)) + "]", budget);

        Assert.Throws<MappingLimitException>(() => budget.Select(body, Pattern));
        Assert.InRange(time.Looks, 5, 20);
    }

    [Fact]
    public void Map_of_events_with_a_slow_pattern_spends_one_budget_for_all()
    {
        var slow = new string('a', 40) + "b";
        var time = TimeProvider.System.GetTimestamp();

        var updates = MapAll(
            $$$"""{"scheme":"bearer","each":"$[*]","contactId":"$[0].c","changes":{"firstName":"{{{Pattern}}}"}}""",
            "[" + string.Join(',', Enumerable.Repeat($$"""{"c":1,"k":"{{slow}}"}""", 500)) + "]");

        Assert.All(updates, update => Assert.NotEmpty(update.Errors));
        Assert.True(TimeProvider.System.GetElapsedTime(time) < TimeSpan.FromSeconds(60), "500 events cost 100 s if each has its own time.");
    }

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("\"\"")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("1e400")]
    [InlineData("-1E-400")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"1990-12-31\"")]
    public void Map_with_filters_that_compare_throws_for_no_value(string value)
    {
        var changes = string.Join(',', new[] { "> 1", "< 1.5", ">= 9223372036854775807", "<= 'b'", "== 1", "!= 'x'", "=== true", "> true", "< null", ">= 1e300" }
            .Select((filter, i) => $"\"fields.f{i}\":\"$.a[?(@.n {filter})].n\""));

        Assert.All(Map("{" + changes + "}", $$$"""{"id":"7","a":[{"n":{{{value}}}},{"n":2},{"n":"x"}]}""").Errors, error => Assert.NotEmpty(error.Pointer));
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void Map_takes_1000_matches_of_a_path(int matches, bool isTaken) => Assert.Equal(
        isTaken, Map("""{"fields.x":"$.a[*]"}""", $$"""{"id":"7","a":[{{string.Join(',', Enumerable.Repeat("1", matches))}}]}""").Errors.Count == 0);

    [Fact]
    public void Select_of_all_paths_has_one_limit_for_the_body()
    {
        var budget = new MappingBudget(TimeProvider.System);
        var body = new JArray(Enumerable.Repeat(1, MappingBudget.MaxMatches));
        for (var i = 0; i < MappingBudget.MaxAllMatches / MappingBudget.MaxMatches; i++)
        {
            Assert.Equal(MappingBudget.MaxMatches, budget.Select(body, "$[*]").Count);
        }

        Assert.Throws<MappingLimitException>(() => budget.Select(body, "$[0]"));
    }

    [Fact]
    public void Map_of_one_text_that_is_found_again_and_again_is_refused()
    {
        var body = """{"id":"7","a":{"b":{"c":{"d":{"e":"TEXT"}}}}}""".Replace("TEXT", new string('x', 60_000), StringComparison.Ordinal);

        Assert.Equal(["/note"], Map("""{"note":{"join":["$..*..e"]}}""", body).Errors.Select(error => error.Pointer));
    }

    [Theory]
    [InlineData("""{"tags":"$..labels"}""", """{"id":"7","q":{"labels":["a","b"]}}""", """{"tags":["a","b"]}""")]
    [InlineData("""{"tags":"$..labels[*]"}""", """{"id":"7","q":{"labels":["a","b"]},"r":{"labels":["c"]}}""", """{"tags":["a","b","c"]}""")]
    [InlineData("""{"firstName":{"join":["$..name"]}}""", """{"id":"7","name":{"x":1},"p":{"name":"Ada"}}""", """{"firstName":"Ada"}""")]
    public void Map_of_one_list_or_of_the_texts_in_several_is_taken(string changes, string body, string patch) => Assert.Equal(patch, Patch(Map(changes, body)));

    [Fact]
    public void Map_of_events_one_within_the_other_copies_none()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var updates = MapAll("""{"scheme":"bearer","each":"$..name","contactId":"$[0].id","changes":{"fields.x":"$[0].n"}}""", Nested());

        Assert.Equal(60, updates.Count);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
    }

    [Fact]
    public void Map_of_one_large_object_into_many_fields_writes_it_once()
    {
        var changes = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"fields.f{i}\":\"$.name\""));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotEmpty(Map("{" + changes + "}", Nested()).Errors);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
    }

    /// <summary>236 KB, in which each of 60 objects holds the next.</summary>
    private static string Nested()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            text.Append($$"""{"id":"7","n":[{{string.Join(',', Enumerable.Repeat("1", 1_950))}}],"name":""");
        }

        return text.Append("{}").Append('}', 60).ToString();
    }

    /// <summary>A clock that moves on by as much each time that somebody looks at it.</summary>
    private sealed class TickingTime(TimeSpan step) : TimeProvider
    {
        public int Looks { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ++Looks * step.Ticks;
    }
}
