package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void rangesCoverEveryIndexOnce(int threads) {
        Parallel.runWith(
                threads,
                () -> {
                    for (int n : Data.LENGTHS) {
                        for (int unit : new int[] {1, 3, 16}) {
                            AtomicIntegerArray visits = new AtomicIntegerArray(n);
                            AtomicInteger parts = new AtomicInteger();
                            Parallel.ranges(
                                    n,
                                    unit,
                                    (from, to) -> {
                                        assertThat(from % unit).isZero();
                                        assertThat(from).isLessThan(to);
                                        parts.incrementAndGet();
                                        for (int i = from; i < to; i++) {
                                            visits.incrementAndGet(i);
                                        }
                                    });
                            assertThat(parts.get()).isLessThanOrEqualTo(threads);
                            for (int i = 0; i < n; i++) {
                                assertThat(visits.get(i)).isEqualTo(1);
                            }
                        }
                    }
                });
    }

    @Test
    void theScopeSaysTheThreads() throws Exception {
        int before = Parallel.threads();
        assertThat(before).isPositive();
        assertThat(Parallel.<Integer>with(5, Parallel::threads)).isEqualTo(5);
        assertThat(Parallel.threads()).isEqualTo(before);
        assertThatThrownBy(() -> Parallel.runWith(0, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at least 1 thread but got 0");
    }

    @Test
    void nestedCallsRunWhereTheyAre() {
        Parallel.runWith(
                3,
                () ->
                        Parallel.ranges(
                                30,
                                (from, to) -> {
                                    assertThat(Parallel.threads()).isEqualTo(1);
                                    Thread outer = Thread.currentThread();
                                    Parallel.ranges(
                                            10,
                                            (a, b) ->
                                                    assertThat(Thread.currentThread())
                                                            .isSameAs(outer));
                                }));
    }

    @Test
    void failuresReachTheCaller() {
        for (int part = 0; part < 3; part++) {
            int failing = part * 10;
            Parallel.runWith(
                    3,
                    () ->
                            assertThatThrownBy(() ->
                                            Parallel.ranges(
                                                    30,
                                                    (from, to) -> {
                                                        if (from == failing) {
                                                            throw new ArithmeticException(
                                                                    "part " + from);
                                                        }
                                                    }))
                                    .isInstanceOf(ArithmeticException.class)
                                    .hasMessage("part " + failing));
        }
        // and the workers work on
        rangesCoverEveryIndexOnce(3);
    }

    @Test
    void severalCallersAtOnce() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> rangesCoverEveryIndexOnce(3));
            caller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failure.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void aTeamMeetsAtItsBarrier(int threads) {
        Parallel.runWith(
                threads,
                () ->
                        Parallel.team(
                                3,
                                new Parallel.Member() {
                                    private final AtomicInteger steps = new AtomicInteger();

                                    @Override
                                    public void run(int member, Team team) {
                                        assertThat(team.size()).isBetween(1, Math.min(threads, 3));
                                        assertThat(member).isBetween(0, team.size() - 1);
                                        for (int step = 1; step <= 200; step++) {
                                            steps.incrementAndGet();
                                            team.await();
                                            assertThat(steps.get()).isEqualTo(step * team.size());
                                            team.await();
                                        }
                                    }
                                }));
    }

    @Test
    void aFailingMemberDoesNotLeaveTheOthersWaiting() {
        Parallel.runWith(
                2,
                () ->
                        assertThatThrownBy(() ->
                                        Parallel.team(
                                                2,
                                                (member, team) -> {
                                                    if (member == team.size() - 1) {
                                                        throw new ArithmeticException("last");
                                                    }
                                                    team.await();
                                                }))
                                .isInstanceOf(ArithmeticException.class)
                                .hasMessage("last"));
    }
}
