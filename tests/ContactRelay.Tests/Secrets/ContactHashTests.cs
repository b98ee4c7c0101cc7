using ContactRelay.Mailboxes;
using ContactRelay.Secrets;
using ContactRelay.Tests.Delivery;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Secrets;

/// <summary>How logs name a contact while the vault answers, is slow, or is unavailable.</summary>
public sealed class ContactHashTests : IDisposable
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    private readonly ManualTime _time = new();
    private readonly ScriptedSecretReader _secrets = new();
    private readonly CapturedLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly ContactHash _hash;

    public ContactHashTests()
    {
        _loggers = new([_log]);
        _hash = new(_secrets, _time, _loggers.CreateLogger<ContactHash>());
    }

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task Of_is_the_same_for_ten_minutes_with_one_reading()
    {
        _secrets.Then(Found("key-1"));

        Assert.Equal(await OfAsync(), await OfAsync());
        Assert.Equal((1, 0), (_secrets.Reads, _log.Lines.Count));
    }

    [Fact]
    public async Task Of_asked_by_many_at_once_reads_once()
    {
        var answer = new TaskCompletionSource<SecretReading>();
        _secrets.Then(() => answer.Task);

        var asked = Enumerable.Range(0, 50).Select(_ => OfAsync()).ToArray();
        answer.SetResult(Found("key-1"));

        Assert.Single((await Task.WhenAll(asked)).Distinct());
        Assert.Equal(1, _secrets.Reads);
    }

    [Fact]
    public async Task Of_goes_on_with_the_last_key_while_it_is_read_again()
    {
        var answer = new TaskCompletionSource<SecretReading>();
        _secrets.Then(Found("key-1")).Then(() => answer.Task);
        var first = await OfAsync();
        _time.Advance(TenMinutes);

        var meanwhile = Enumerable.Range(0, 50).Select(_ => OfAsync()).ToArray();

        Assert.All(meanwhile, asked => Assert.True(asked.IsCompletedSuccessfully));
        Assert.Equal([first], (await Task.WhenAll(meanwhile)).Distinct());
        Assert.Equal(2, _secrets.Reads);
        answer.SetResult(Found("key-2"));
        Assert.NotEqual(first, await OfAsync());
    }

    [Fact]
    public async Task Of_keeps_the_last_key_while_the_vault_is_unavailable_and_says_so_once()
    {
        _secrets.Then(Found("key-1")).Then(SecretReading.Unavailable("Away.")).Then(SecretReading.Missing("Gone.")).Then(Found("key-1"));
        var first = await OfAsync();

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TenMinutes);
            Assert.Equal(first, await OfAsync());
        }

        Assert.Equal(4, _secrets.Reads);
        Assert.Equal(
            (LogLevel.Warning, 101, "The key for contacts' names in logs cannot be read, and the last one is kept: Away."), Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task Of_without_a_secret_says_once_that_a_key_of_the_process_serves()
    {
        _secrets.Then(SecretReading.Missing("There is none.")).Then(SecretReading.Missing("There is none."));
        var first = await OfAsync();
        _time.Advance(TenMinutes);

        Assert.Equal(first, await OfAsync());
        Assert.Equal(
            (LogLevel.Information, 101, "The key for contacts' names in logs cannot be read, and a key of this process alone serves: There is none."),
            Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task Of_says_that_the_key_has_changed()
    {
        _secrets.Then(SecretReading.Unavailable("Away.")).Then(Found("key-1")).Then(Found("key-2"));
        var names = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(names.Add(await OfAsync()));
            _time.Advance(TenMinutes);
        }

        Assert.Equal([101, 102, 102], _log.Lines.Select(line => line.Id));
        Assert.DoesNotContain(_log.Lines, line => line.Words.Contains("key-", StringComparison.Ordinal));
    }

    private static SecretReading Found(string key) => SecretReading.Found(ContactHash.SecretName, key, "v-" + key);

    private Task<string> OfAsync() => _hash.OfAsync(new MailboxKey("acme", "7"), TestContext.Current.CancellationToken).AsTask();
}
