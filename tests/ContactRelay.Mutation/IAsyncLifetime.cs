namespace ContactRelay.Tests;

/// <summary>xunit 3's shape of <see cref="Xunit.IAsyncLifetime"/>.</summary>
internal interface IAsyncLifetime : Xunit.IAsyncLifetime
{
    new ValueTask InitializeAsync();

    new ValueTask DisposeAsync();

    Task Xunit.IAsyncLifetime.InitializeAsync() => InitializeAsync().AsTask();

    Task Xunit.IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
