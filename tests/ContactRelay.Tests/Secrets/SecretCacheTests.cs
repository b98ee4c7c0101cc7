using ContactRelay.Secrets;
using Xunit;

namespace ContactRelay.Tests.Secrets;

public sealed class SecretCacheTests
{
    private static readonly SecretReading One = SecretReading.Found("a", "one", "v1");
    private static readonly SecretReading Two = SecretReading.Found("a", "two", "v2");

    private readonly ManualTime _time = new();
    private readonly ScriptedSecretReader _reader = new();
    private readonly SecretCache _cache;

    public SecretCacheTests() => _cache = new SecretCache(_reader, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_within_ten_minutes_reads_once()
    {
        _reader.Then(One).Then(Two);

        await _cache.GetAsync("a", Cancellation);
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));

        Assert.Equal("one", (await _cache.GetAsync("a", Cancellation)).Value);
        Assert.Equal(1, _reader.Reads);
    }

    [Fact]
    public async Task GetAsync_after_ten_minutes_reads_again()
    {
        _reader.Then(One).Then(Two);

        await _cache.GetAsync("a", Cancellation);
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("two", (await _cache.GetAsync("a", Cancellation)).Value);
    }

    [Fact]
    public async Task GetAsync_names_are_kept_apart()
    {
        _reader.Then(One).Then(Two);

        Assert.Equal("one", (await _cache.GetAsync("a", Cancellation)).Value);
        Assert.Equal("two", (await _cache.GetAsync("A", Cancellation)).Value);
    }

    [Fact]
    public async Task GetAsync_by_many_at_once_reads_once()
    {
        var answer = new TaskCompletionSource<SecretReading>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Then(() => answer.Task);
        using var start = new Barrier(50);
        var callers = Enumerable.Range(0, 50)
            .Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Cancellation);
                    return _cache.GetAsync("a", Cancellation);
                },
                Cancellation,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))
            .ToArray();
        var asked = await Task.WhenAll(callers);

        answer.SetResult(One);
        var readings = await Task.WhenAll(asked);

        Assert.All(readings, reading => Assert.Same(One, reading));
        Assert.Equal(1, _reader.Reads);
    }

    [Fact]
    public async Task GetAsync_problem_is_not_kept()
    {
        _reader.Then(SecretReading.Missing("none")).Then(SecretReading.Unavailable("away")).Then(One);

        Assert.Equal("none", (await _cache.GetAsync("a", Cancellation)).Problem);
        Assert.Equal("away", (await _cache.GetAsync("a", Cancellation)).Problem);
        Assert.Equal("one", (await _cache.GetAsync("a", Cancellation)).Value);
    }

    [Fact]
    public async Task GetAsync_exception_is_not_kept()
    {
        _reader.Then(() => Task.FromException<SecretReading>(new InvalidOperationException("broken"))).Then(One);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _cache.GetAsync("a", Cancellation));

        Assert.Equal("one", (await _cache.GetAsync("a", Cancellation)).Value);
    }

    [Fact]
    public async Task GetAsync_exception_before_the_first_await_is_not_kept()
    {
        _reader.Then(() => throw new InvalidOperationException("broken")).Then(One);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _cache.GetAsync("a", Cancellation));

        Assert.Equal("one", (await _cache.GetAsync("a", Cancellation)).Value);
    }

    [Fact]
    public async Task GetAsync_waiter_that_gives_up_does_not_end_the_reading()
    {
        var answer = new TaskCompletionSource<SecretReading>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Then(() => answer.Task);
        using var impatient = new CancellationTokenSource();
        var first = _cache.GetAsync("a", impatient.Token);
        var second = _cache.GetAsync("a", Cancellation);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(One);

        Assert.Same(One, await second);
        Assert.Same(One, await _cache.GetAsync("a", Cancellation));
        Assert.Equal(1, _reader.Reads);
    }

    [Fact]
    public async Task RefreshAsync_version_used_is_the_cached_one_reads_again()
    {
        _reader.Then(One).Then(Two);
        var used = await _cache.GetAsync("a", Cancellation);

        Assert.Equal("two", (await _cache.RefreshAsync("a", used, Cancellation)).Value);
        Assert.Equal("two", (await _cache.GetAsync("a", Cancellation)).Value);
        Assert.Equal(2, _reader.Reads);
    }

    [Fact]
    public async Task RefreshAsync_already_replaced_is_the_cached_one()
    {
        _reader.Then(One).Then(Two);
        var used = await _cache.GetAsync("a", Cancellation);
        await _cache.RefreshAsync("a", used, Cancellation);

        Assert.Equal("two", (await _cache.RefreshAsync("a", used, Cancellation)).Value);
        Assert.Equal(2, _reader.Reads);
    }

    [Fact]
    public async Task RefreshAsync_by_many_at_once_reads_once()
    {
        var answer = new TaskCompletionSource<SecretReading>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Then(One).Then(() => answer.Task);
        var used = await _cache.GetAsync("a", Cancellation);

        var refreshes = Enumerable.Range(0, 50).Select(_ => _cache.RefreshAsync("a", used, Cancellation)).ToArray();
        answer.SetResult(Two);

        Assert.All(await Task.WhenAll(refreshes), reading => Assert.Same(Two, reading));
        Assert.Equal(2, _reader.Reads);
    }

    [Fact]
    public async Task RefreshAsync_failure_is_told_and_not_kept()
    {
        _reader.Then(One).Then(SecretReading.Unavailable("away")).Then(Two);
        var used = await _cache.GetAsync("a", Cancellation);

        Assert.True((await _cache.RefreshAsync("a", used, Cancellation)).IsPassing);
        Assert.Equal("two", (await _cache.GetAsync("a", Cancellation)).Value);
    }
}
