using System.Diagnostics;
using System.Net;
using Xunit;

namespace ContactRelay.Tests.Secrets;

/// <summary>Neither keys nor tokens reach a log, a trace or an error.</summary>
public sealed class KeyVaultSilenceTests : KeyVaultTest
{
    private readonly string _value = $"key-{Guid.NewGuid():N}";

    [Fact]
    public async Task ReadAsync_sdk_logs_neither_value_nor_token()
    {
        Vault.ThenSecret(_value);
        using var log = new SdkLog();

        AssertFound(_value, "v1", await Reader().ReadAsync(Name, Cancellation));

        AssertSilent(log.Events, Vault.Url.Host);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task ReadAsync_answer_that_shows_the_value_in_the_wrong_place_is_neither_logged_nor_told(HttpStatusCode status)
    {
        var body = $$"""{"value":"{{_value}}","id":"{{_value}} {{Credential.Token}}"}""";
        Vault.Rest = _ => Task.FromResult(ScriptedHandler.Answer(status, body, ("x-echo", $"{_value} {Credential.Token}")));
        using var log = new SdkLog();

        var reading = await Reader().ReadAsync(Name, Cancellation);

        AssertSilent(log.Events, Vault.Url.Host);
        AssertSilent([reading.Problem!, reading.ToString()], "key vault", Name);
    }

    [Fact]
    public async Task ReadAsync_failure_that_quotes_the_token_is_told_without_it()
    {
        Vault.Rest = _ => Task.FromException<HttpResponseMessage>(new InvalidDataException($"{Credential.Token} {_value}"));

        var reading = await Reader().ReadAsync(Name, Cancellation);

        AssertUnavailable(reading);
        AssertSilent([reading.Problem!, reading.ToString()], "key vault");
    }

    [Fact]
    public async Task ReadAsync_trace_shows_neither_value_nor_token()
    {
        Vault.ThenSecret(_value);
        var traced = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Azure.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (traced)
                {
                    traced.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await Reader().ReadAsync(Name, Cancellation);

        lock (traced)
        {
            AssertSilent([.. traced.SelectMany(activity => activity.TagObjects).Select(tag => $"{tag.Key}={tag.Value}")], Vault.Url.Host);
        }
    }

    /// <summary>The texts are those of this reading, which the words prove, and hold nothing that is secret.</summary>
    private void AssertSilent(IReadOnlyList<string> texts, params string[] words)
    {
        Assert.Contains(texts, text => words.Any(word => text.Contains(word, StringComparison.Ordinal)));
        Assert.DoesNotContain(texts, text => text.Contains(_value, StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text.Contains(Credential.Token, StringComparison.Ordinal));
    }
}
